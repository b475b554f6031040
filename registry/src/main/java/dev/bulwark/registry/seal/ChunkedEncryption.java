package dev.bulwark.registry.seal;

import dev.bulwark.evidence.keys.AesGcm;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.ReadChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.OptionalLong;

/// Encrypts large messages so that they can be written as a stream, read as a stream and read at
/// any place, and no byte of a changed message is ever handed out: C2SP chunked-encryption,
/// instance Cobblestone-256 (HKDF-Expand with SHA-512, AES-256-GCM).
///
/// ```
/// sealed  = salt(24) ‖ commitment(32) ‖ chunk 0 ‖ chunk 1 ‖ … ‖ last chunk
/// chunk k = AES-256-GCM(key, base nonce XOR k, 16 KiB of the message) ‖ tag(16)
/// ```
///
/// Guarantees: confidentiality and integrity of the message; whoever cuts, extends, reorders or
/// exchanges chunks is found, because the last chunk alone is shorter than 16 KiB (it may be
/// empty); a sealed message opens under one key and one context only (the commitment). Not hidden:
/// the size. A key may seal many messages: each has a random salt.
///
/// @see <a href="https://c2sp.org/chunked-encryption">c2sp.org/chunked-encryption</a>
public final class ChunkedEncryption {
  public static final int HEADER_SIZE = 56;
  public static final int CHUNK_SIZE = 16 << 10;

  static final int SEALED_CHUNK_SIZE = CHUNK_SIZE + AesGcm.TAG_SIZE;
  static final long MOST_CHUNKS = 1L << 38;
  static final int SALT_SIZE = 24;

  private final DataKey key;
  private final Bytes context;

  private ChunkedEncryption(DataKey key, Bytes context) {
    this.key = key;
    this.context = context;
  }

  /// @param context what the message is, not secret: a message opens under the same context only
  public static ChunkedEncryption of(DataKey key, Bytes context) {
    return new ChunkedEncryption(key, context);
  }

  /// How many bytes a message of that size has when it is sealed.
  public static long sealedSize(long plainSize) {
    return HEADER_SIZE + plainSize + (plainSize / CHUNK_SIZE + 1) * AesGcm.TAG_SIZE;
  }

  /// How many bytes the message has that is sealed in so many; empty when no message is: then it is
  /// cut.
  public static OptionalLong plainSize(long sealedSize) {
    long chunks = sealedSize - HEADER_SIZE;
    long last = chunks % SEALED_CHUNK_SIZE;
    return chunks < AesGcm.TAG_SIZE || last < AesGcm.TAG_SIZE
        ? OptionalLong.empty()
        : OptionalLong.of(chunks / SEALED_CHUNK_SIZE * CHUNK_SIZE + last - AesGcm.TAG_SIZE);
  }

  /// Begins a message: the header is written at once, the rest as it comes.
  ///
  /// @param out stays the caller's to close
  public SealingChannel seal(WritableByteChannel out, SecureRandom random) throws IOException {
    return seal(out, DataKey.randomBytes(SALT_SIZE, random));
  }

  SealingChannel seal(WritableByteChannel out, Bytes salt) throws IOException {
    Chunks chunks = Chunks.of(key, salt, context);
    ByteBuffer header = Bytes.concat(salt, chunks.commitment()).buffer();
    while (header.hasRemaining()) {
      out.write(header);
    }
    return new SealingChannel(out, chunks);
  }

  /// Opens a message to be read from the beginning. The end of the channel comes only when the
  /// whole message was authentic; who reads less has read authentic bytes of a message that may be
  /// cut.
  ///
  /// @param sealed closed with the channel that is returned
  /// @throws BrokenSeal here and from every read, once it is known that this is not the message
  public ReadableByteChannel open(ReadableByteChannel sealed) throws IOException {
    return new OpeningChannel(sealed, header(sealed));
  }

  /// Opens a message to be read at any place. Its size and its last chunk are authentic when this
  /// returns, every other chunk when it is read.
  ///
  /// @param sealed closed with the channel that is returned
  /// @throws BrokenSeal when the size, the header or the last chunk is not the message's; from a
  ///   read, when the chunk there is not
  public SeekableByteChannel open(SeekableByteChannel sealed) throws IOException {
    sealed.position(0);
    OpenedMessage message = new OpenedMessage(sealed, header(sealed));
    return new ReadChannel(message.size(), message);
  }

  private Chunks header(ReadableByteChannel sealed) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_SIZE);
    if (!fill(header, sealed)) {
      throw new BrokenSeal("expected a header of 56 bytes, found " + header.position());
    }
    Bytes all = Bytes.of(header.flip());
    Chunks chunks = Chunks.of(key, all.slice(0, SALT_SIZE), context);
    byte[] found = all.slice(SALT_SIZE, HEADER_SIZE).toArray();
    if (!MessageDigest.isEqual(chunks.commitment().toArray(), found)) {
      throw new BrokenSeal("expected a message under this key and context, found another");
    }
    return chunks;
  }

  /// Reads until the buffer is full; false when the channel ends first.
  static boolean fill(ByteBuffer buffer, ReadableByteChannel from) throws IOException {
    while (buffer.hasRemaining()) {
      if (from.read(buffer) < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "ChunkedEncryption[hidden]";
  }
}
