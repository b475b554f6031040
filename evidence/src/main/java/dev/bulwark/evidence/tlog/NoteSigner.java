package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;

/// Signs tree heads with one key. Thread-safe.
final class NoteSigner {
  /// tlog-cosignature: zero makes no statement about when; the ledger reads no clock (law 8).
  private static final long NO_TIME = 0;

  private final NoteKey key;
  private final PrivateKey secret;

  NoteSigner(String name, SignatureType type, KeyPair pair) {
    this.key = NoteKey.of(name, type, pair.getPublic());
    this.secret = pair.getPrivate();
  }

  NoteKey key() {
    return key;
  }

  SignedNote.Line sign(TreeHead head) {
    return sign(head, NO_TIME);
  }

  /// @param time seconds since 1970; not part of a plain signature
  SignedNote.Line sign(TreeHead head, long time) {
    Bytes bare = sign(key.message(time, head));
    Bytes signature =
        switch (key.type()) {
          case ED25519 -> bare;
          case ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE ->
              Bytes.concat(Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(time).flip()), bare);
        };
    return new SignedNote.Line(key.name(), Bytes.concat(key.keyId(), signature));
  }

  private Bytes sign(Bytes message) {
    try {
      Signature engine = Signature.getInstance(key.type().algorithm());
      engine.initSign(secret);
      engine.update(message.buffer());
      return Bytes.of(engine.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a " + key.type() + " key that was accepted cannot sign", e);
    }
  }
}
