package dev.bulwark.registry.seal;

import static dev.bulwark.registry.seal.Messages.CHUNK;
import static dev.bulwark.registry.seal.Messages.SEALED;
import static dev.bulwark.registry.seal.Messages.copy;
import static dev.bulwark.registry.seal.Messages.seal;
import static dev.bulwark.registry.seal.Messages.streamed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.testkit.MemoryChannel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;

/// The vectors that C2SP publishes for its chunked encryption.
class PublishedVectorsTest {
  record Vector(
      String id,
      boolean isValid,
      ChunkedEncryption encryption,
      byte[] sealed,
      int size,
      String sha512,
      boolean hasValidEnd) {}

  private static List<Vector> vectors() throws IOException {
    try (InputStream in =
        ChunkedEncryptionTest.class.getResourceAsStream("chunked-encryption.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(PublishedVectorsTest::vector)
          .toList();
    }
  }

  private static Vector vector(String line) {
    String[] f = line.split(" ");
    Bytes context = f[3].equals("-") ? Bytes.EMPTY : Bytes.parseHex(f[3]);
    return new Vector(
        f[0],
        f[1].equals("valid"),
        ChunkedEncryption.of(new DataKey(Bytes.parseHex(f[2])), context),
        inflated(f[4]),
        Integer.parseInt(f[5]),
        f[6],
        f[1].equals("valid") || f.length > 7);
  }

  private static byte[] inflated(String hex) {
    try (InputStream in =
        new InflaterInputStream(new ByteArrayInputStream(HexFormat.of().parseHex(hex)))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void publishedVectorsOpenOrAreRefused() throws Exception {
    List<Vector> vectors = vectors();
    assertThat(vectors).hasSize(31);
    for (Vector vector : vectors) {
      byte[] streamed = readAll(vector, false);
      byte[] seeked = readAll(vector, true);
      assertThat(streamed).as(vector.id()).hasSizeLessThanOrEqualTo(vector.size());
      assertThat(seeked).as(vector.id()).hasSizeLessThanOrEqualTo(vector.size());
      if (vector.isValid() || streamed.length > 0) {
        assertThat(streamed).as(vector.id()).hasSize(vector.size());
        assertThat(sha512(streamed)).as(vector.id()).isEqualTo(vector.sha512());
      }
      if (vector.isValid()) {
        assertThat(seeked).as(vector.id()).isEqualTo(streamed);
        Bytes salt = Bytes.of(vector.sealed()).slice(0, 24);
        assertThat(seal(vector.encryption(), salt, streamed)).isEqualTo(vector.sealed());
      }
    }
  }

  /// Opening for random access is what makes a message's size authentic.
  @Test
  void publishedVectorsHaveAnAuthenticSizeOrNone() throws IOException {
    for (Vector vector : vectors()) {
      boolean opens = true;
      try {
        vector.encryption().open(MemoryChannel.over(vector.sealed())).close();
      } catch (BrokenSeal e) {
        opens = false;
      }
      assertThat(opens).as(vector.id()).isEqualTo(vector.hasValidEnd());
    }
  }

  /// Vector 7: every chunk encrypts to zeros, so that the message is the key stream itself.
  @Test
  void thePublishedVectorOverTwoHundredAndFiftySixChunksHolds() throws Exception {
    Bytes salt = Bytes.parseHex("0fe5e738e883030b20df96cb867c44805dd40cd6a70e5a21");
    Chunks chunks =
        Chunks.of(new DataKey(Bytes.utf8("YELLOW SUBMARINE YELLOW SUBMARIN")), salt, Bytes.EMPTY);
    assertThat(chunks.commitment().hex())
        .isEqualTo("ef5a8e7fbcc153258d7ad8e133a457d89e378363b89a48af8ea481ef7342105a");
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    byte[] out = new byte[SEALED];
    for (int k = 0; k <= 256; k++) {
      int size = k < 256 ? CHUNK : 1;
      chunks.seal(k, new byte[size], 0, size, out, 0);
      message.write(out, 0, size);
    }
    assertThat(sha512(message.toByteArray()))
        .isEqualTo(
            "95bafd82060396802f1aa96d1f7c151c459f5467417fc22bc96350ad8960033f"
                + "859758b02c870451bd46935b04fdccb521af4c11988e4e9b6a5b488b26d60b02");
  }

  /// What can be read before the seal shows to be broken; fails when it never does.
  private static byte[] readAll(Vector vector, boolean seek) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try {
      try (ReadableByteChannel channel =
          seek
              ? vector.encryption().open(MemoryChannel.over(vector.sealed()))
              : vector.encryption().open(streamed(vector.sealed()))) {
        copy(channel, read, 1_000);
      }
      assertThat(vector.isValid()).as("%s opens", vector.id()).isTrue();
    } catch (BrokenSeal e) {
      assertThat(vector.isValid()).as("%s: %s", vector.id(), e.getMessage()).isFalse();
    }
    return read.toByteArray();
  }

  private static String sha512(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
  }
}
