package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A public key that checks lines of signed notes, under the name it signs with.
///
/// Written as a vkey: `name+<key id, 8 hex digits>+<base64 of type and key>` (C2SP signed-note).
///
/// @param raw the bare key: 32 bytes of Ed25519, or 1,312 of ML-DSA-44
public record NoteKey(String name, SignatureType type, Bytes raw) {
  private static final int KEY_ID_BYTES = 4;
  private static final int MAX_NAME_BYTES = 255;
  private static final int MAX_VKEY_CHARS = 4096;
  private static final Pattern VKEY = Pattern.compile("([^+]+)\\+([0-9a-f]{8})\\+(\\S+)");

  public NoteKey {
    requireName(name);
    if (raw.size() != type.keyBytes()) {
      throw new IllegalArgumentException(
          "a key of type " + type + " has " + type.keyBytes() + " bytes, found " + raw.size());
    }
  }

  /// Takes the raw key out of a JDK public key.
  ///
  /// @throws IllegalArgumentException when the key is of another algorithm or size
  public static NoteKey of(String name, SignatureType type, PublicKey key) {
    Bytes spki = Bytes.of(key.getEncoded());
    int prefix = type.spkiPrefix().length() / 2;
    if (spki.size() != prefix + type.keyBytes()
        || !spki.slice(0, prefix).hex().equals(type.spkiPrefix())) {
      throw new IllegalArgumentException(
          "expected a public key for " + type + ", found " + key.getAlgorithm());
    }
    return new NoteKey(name, type, spki.slice(prefix, spki.size()));
  }

  /// Parses a vkey; empty when it is malformed, its id does not belong to its key, or its type is
  /// not one of {@link SignatureType}.
  public static Optional<NoteKey> parse(String vkey) {
    Matcher match = VKEY.matcher(vkey);
    if (vkey.length() > MAX_VKEY_CHARS || !match.matches() || !isName(match.group(1))) {
      return Optional.empty();
    }
    return StrictBase64.decode(match.group(3))
        .flatMap(typed -> of(match.group(1), typed))
        .filter(key -> key.keyId().hex().equals(match.group(2)));
  }

  private static Optional<NoteKey> of(String name, Bytes typed) {
    if (typed.isEmpty()) {
      return Optional.empty();
    }
    return SignatureType.of(typed.at(0))
        .filter(type -> typed.size() == 1 + type.keyBytes())
        .map(type -> new NoteKey(name, type, typed.slice(1, typed.size())));
  }

  public String vkey() {
    return name + "+" + keyId().hex() + "+" + StrictBase64.encode(typed());
  }

  /// Four bytes that, with the name, pick this key out of a note's lines. No proof of anything.
  Bytes keyId() {
    return Digest.of(Bytes.concat(Bytes.utf8(name + "\n"), typed())).value().slice(0, KEY_ID_BYTES);
  }

  private Bytes typed() {
    return Bytes.concat(Bytes.of(new byte[] {type.id()}), raw);
  }

  /// Whether `signature`, the part of a line behind the key id, is this key's over the note's text.
  boolean holds(String text, Bytes signature) {
    return switch (type) {
      case ED25519 -> holds(Bytes.utf8(text), signature);
      case ED25519_COSIGNATURE, ML_DSA_44_COSIGNATURE -> holdsCosignature(text, signature);
    };
  }

  private boolean holdsCosignature(String text, Bytes signature) {
    Optional<TreeHead> head = TreeHead.parse(text);
    if (head.isEmpty() || signature.size() < Long.BYTES) {
      return false;
    }
    long time = time(signature);
    return time >= 0
        && holds(message(time, head.get()), signature.slice(Long.BYTES, signature.size()));
  }

  /// Seconds since 1970 at the head of a cosignature; zero says nothing about when.
  static long time(Bytes signature) {
    return signature.buffer().getLong();
  }

  /// What this key signs of a tree head.
  Bytes message(long time, TreeHead head) {
    return switch (type) {
      case ED25519 -> Bytes.utf8(head.text());
      case ED25519_COSIGNATURE -> Bytes.utf8("cosignature/v1\ntime " + time + "\n" + head.text());
      case ML_DSA_44_COSIGNATURE -> cosigned(name, time, head);
    };
  }

  private boolean holds(Bytes message, Bytes signature) {
    try {
      Signature engine = Signature.getInstance(type.algorithm());
      engine.initVerify(publicKey());
      engine.update(message.buffer());
      return engine.verify(signature.toArray());
    } catch (GeneralSecurityException e) {
      // The JDK throws for signatures of the wrong length or form: they do not hold.
      return false;
    }
  }

  private PublicKey publicKey() throws GeneralSecurityException {
    Bytes spki = Bytes.concat(Bytes.parseHex(type.spkiPrefix()), raw);
    return KeyFactory.getInstance(type.algorithm())
        .generatePublic(new X509EncodedKeySpec(spki.toArray()));
  }

  /// `cosigned_message` of C2SP tlog-cosignature: label, name, time, origin, the range 0 to size,
  /// root.
  static Bytes cosigned(String name, long time, TreeHead head) {
    Bytes label = Bytes.utf8("subtree/v1\n\0");
    Bytes signer = Bytes.utf8(name);
    Bytes origin = Bytes.utf8(head.origin());
    ByteBuffer out =
        ByteBuffer.allocate(
            label.size() + 1 + signer.size() + 1 + origin.size() + 3 * Long.BYTES + Digest.SIZE);
    out.put(label.buffer()).put((byte) signer.size()).put(signer.buffer()).putLong(time);
    out.put((byte) origin.size()).put(origin.buffer()).putLong(0).putLong(head.size());
    out.put(head.root().value().buffer());
    return Bytes.of(out.flip());
  }

  static boolean isName(String name) {
    return !name.isEmpty()
        && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES
        && name.codePoints()
            .noneMatch(
                c ->
                    c == '+'
                        || c < 0x20
                        || c == 0x85
                        || Character.isWhitespace(c)
                        || Character.isSpaceChar(c));
  }

  static void requireName(String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "expected a name of 1 to 255 bytes without spaces and without +, such as"
              + " example.com/ledger, found \""
              + name
              + "\"");
    }
  }
}
