package dev.bulwark.registry.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.testkit.MemoryChannel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Messages under one key and context, sealed and opened.
final class Messages {
  static final int HEADER = 56;
  static final int CHUNK = 16_384;
  static final int SEALED = CHUNK + 16;
  static final DataKey KEY = new DataKey(Bytes.of(filled(32, 7)));
  static final Bytes CONTEXT = Bytes.utf8("a context");
  static final SecureRandom RANDOM = new SecureRandom();

  private Messages() {}

  static byte[] plain(RandomGenerator random) {
    int size =
        switch (random.nextInt(4)) {
          case 0 -> random.nextInt(40);
          case 1 -> CHUNK * random.nextInt(20) + random.nextInt(3);
          default -> random.nextInt(20 * CHUNK);
        };
    byte[] plain = new byte[size];
    random.nextBytes(plain);
    return plain;
  }

  static byte[] filled(int size, int value) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (value + i / 1000);
    }
    return bytes;
  }

  static byte[] seal(byte[] plain) {
    return seal(
        ChunkedEncryption.of(KEY, CONTEXT),
        DataKey.randomBytes(ChunkedEncryption.SALT_SIZE, RANDOM),
        plain);
  }

  static byte[] seal(ChunkedEncryption encryption, Bytes salt, byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SealingChannel channel = encryption.seal(Channels.newChannel(out), salt)) {
      channel.write(ByteBuffer.wrap(plain));
      channel.finish();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] sealInPieces(byte[] plain, RandomGenerator random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SealingChannel channel =
        ChunkedEncryption.of(KEY, CONTEXT).seal(Channels.newChannel(out), RANDOM)) {
      ByteBuffer rest = ByteBuffer.wrap(plain);
      while (rest.hasRemaining()) {
        int size = Math.min(rest.remaining(), 1 + random.nextInt(40_000));
        ByteBuffer piece = rest.slice(rest.position(), size);
        channel.write(random.nextBoolean() ? piece : piece.asReadOnlyBuffer());
        rest.position(rest.position() + size);
      }
      channel.finish();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] opened(byte[] sealed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ReadableByteChannel channel = ChunkedEncryption.of(KEY, CONTEXT).open(streamed(sealed))) {
      copy(channel, out, 20_000);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Neither way of reading reaches a clean end, and what it hands out is the message's beginning.
  static void assertRefused(byte[] sealed, byte[] plain) {
    ChunkedEncryption encryption = ChunkedEncryption.of(KEY, CONTEXT);
    for (boolean seek : new boolean[] {false, true}) {
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      assertThatThrownBy(
              () -> {
                try (ReadableByteChannel channel =
                    seek
                        ? encryption.open(MemoryChannel.over(sealed))
                        : encryption.open(streamed(sealed))) {
                  copy(channel, read, 5_000);
                }
              })
          .isInstanceOf(BrokenSeal.class);
      assertThat(read.toByteArray())
          .isEqualTo(Arrays.copyOf(plain, Math.min(plain.length, read.size())));
    }
  }

  static ReadableByteChannel streamed(byte[] bytes) {
    return Channels.newChannel(new ByteArrayInputStream(bytes));
  }

  static void copy(ReadableByteChannel from, ByteArrayOutputStream to, int piece)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(piece);
    while (from.read(buffer.clear()) >= 0) {
      to.write(buffer.array(), 0, buffer.position());
    }
  }
}
