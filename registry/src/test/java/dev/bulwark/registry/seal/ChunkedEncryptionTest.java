package dev.bulwark.registry.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import dev.bulwark.testkit.MemoryChannel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChunkedEncryptionTest {
  private static final int HEADER = 56;
  private static final int CHUNK = 16_384;
  private static final int SEALED = CHUNK + 16;
  private static final DataKey KEY = new DataKey(Bytes.of(filled(32, 7)));
  private static final Bytes CONTEXT = Bytes.utf8("a context");
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path folder;

  record Vector(
      String id,
      boolean isValid,
      ChunkedEncryption encryption,
      byte[] sealed,
      int size,
      String sha512) {}

  private static List<Vector> vectors() throws IOException {
    try (InputStream in =
        ChunkedEncryptionTest.class.getResourceAsStream("chunked-encryption.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(ChunkedEncryptionTest::vector)
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
        f[6]);
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
    assertThat(vectors).hasSize(26);
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
              ? vector.encryption().open(new MemoryChannel(vector.sealed()))
              : vector.encryption().open(streamed(vector.sealed()))) {
        copy(channel, read, 1_000);
      }
      assertThat(vector.isValid()).as("%s opens", vector.id()).isTrue();
    } catch (BrokenSeal e) {
      assertThat(vector.isValid()).as("%s: %s", vector.id(), e.getMessage()).isFalse();
    }
    return read.toByteArray();
  }

  @Test
  void whatIsSealedOpensWhateverThePiecesItComesIn() {
    ForAll.cases(
        60,
        random -> {
          byte[] plain = plain(random);
          byte[] sealed = sealInPieces(plain, random);
          assertThat(sealed).hasSize((int) ChunkedEncryption.sealedSize(plain.length));
          assertThat(ChunkedEncryption.plainSize(sealed.length))
              .isEqualTo(OptionalLong.of(plain.length));
          assertThat(opened(sealed)).isEqualTo(plain);
          assertReadsAnywhere(sealed, plain, random);
        });
  }

  private static void assertReadsAnywhere(byte[] sealed, byte[] plain, RandomGenerator random) {
    try (SeekableByteChannel channel =
        ChunkedEncryption.of(KEY, CONTEXT).open(new MemoryChannel(sealed))) {
      assertThat(channel.size()).isEqualTo(plain.length);
      for (int i = 0; i < 20; i++) {
        int from = random.nextInt(plain.length + 2);
        ByteBuffer part = ByteBuffer.allocate(random.nextInt(3 * CHUNK));
        channel.position(from);
        ChunkedEncryption.fill(part, channel);
        int end = Math.min(plain.length, from + part.capacity());
        byte[] expected = from >= end ? new byte[0] : Arrays.copyOfRange(plain, from, end);
        assertThat(Arrays.copyOf(part.array(), part.position())).isEqualTo(expected);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noMangledMessageOpensAndNoWrongByteIsRead() {
    ForAll.cases(
        400,
        random -> {
          byte[] plain = plain(random);
          byte[] sealed = seal(plain);
          assertRefused(Mangle.once(sealed, random), plain);
        });
  }

  @Test
  void aMessageCutAnywhereNearAChunkIsRefused() {
    byte[] plain = filled(3 * CHUNK, 1);
    byte[] sealed = seal(plain);
    for (int border = HEADER; border <= sealed.length; border += SEALED) {
      for (int at : new int[] {border - 17, border - 1, border, border + 1, border + 15}) {
        if (at >= 0 && at < sealed.length) {
          assertRefused(Arrays.copyOf(sealed, at), plain);
        }
      }
    }
    for (int at = 0; at < HEADER + 16; at++) {
      assertRefused(Arrays.copyOf(sealed, at), plain);
    }
  }

  @Test
  void chunksThatSwapRepeatOrGoAreRefused() {
    byte[] plain = filled(4 * CHUNK + 100, 1);
    byte[] sealed = seal(plain);
    for (int one = 0; one < 4; one++) {
      for (int other = 0; other < one; other++) {
        byte[] swapped = sealed.clone();
        System.arraycopy(sealed, HEADER + one * SEALED, swapped, HEADER + other * SEALED, SEALED);
        System.arraycopy(sealed, HEADER + other * SEALED, swapped, HEADER + one * SEALED, SEALED);
        assertRefused(swapped, plain);
      }
      byte[] gone = new byte[sealed.length - SEALED];
      int at = HEADER + one * SEALED;
      System.arraycopy(sealed, 0, gone, 0, at);
      System.arraycopy(sealed, at + SEALED, gone, at, gone.length - at);
      assertRefused(gone, plain);
    }
  }

  @Test
  void bytesBehindTheMessageAreRefused() {
    for (int size : new int[] {0, 5, CHUNK, CHUNK + 5}) {
      byte[] plain = filled(size, 3);
      byte[] sealed = seal(plain);
      for (int more : new int[] {1, 15, 16, 17, SEALED, SEALED + 16}) {
        assertRefused(Arrays.copyOf(sealed, sealed.length + more), plain);
      }
      // A whole second message behind the first, and the last chunk twice.
      byte[] twice = Arrays.copyOf(sealed, 2 * sealed.length);
      System.arraycopy(sealed, 0, twice, sealed.length, sealed.length);
      assertRefused(twice, plain);
    }
  }

  @Test
  void anotherKeyOrContextOpensNothing() {
    byte[] sealed = seal(filled(100, 1));
    for (ChunkedEncryption other :
        List.of(
            ChunkedEncryption.of(DataKey.generate(RANDOM), CONTEXT),
            ChunkedEncryption.of(KEY, Bytes.utf8("another context")),
            ChunkedEncryption.of(KEY, Bytes.EMPTY))) {
      assertThatThrownBy(() -> other.open(streamed(sealed))).isInstanceOf(BrokenSeal.class);
      assertThatThrownBy(() -> other.open(new MemoryChannel(sealed)))
          .isInstanceOf(BrokenSeal.class);
    }
  }

  @Test
  void aMessageThatWasNotFinishedOpensNowhere() throws IOException {
    for (int size : new int[] {0, 100, CHUNK, 16 * CHUNK, 16 * CHUNK + 1, 40 * CHUNK}) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      SealingChannel channel =
          ChunkedEncryption.of(KEY, CONTEXT).seal(Channels.newChannel(out), RANDOM);
      channel.write(ByteBuffer.wrap(filled(size, 1)));
      channel.close();
      assertThatThrownBy(() -> channel.write(ByteBuffer.allocate(1)))
          .isInstanceOf(ClosedChannelException.class);
      assertRefused(out.toByteArray(), filled(size, 1));
    }
  }

  @Test
  void aBrokenStreamStaysBroken() throws IOException {
    byte[] sealed = seal(filled(2 * CHUNK, 1));
    sealed[HEADER + SEALED + 5] ^= 1;
    ReadableByteChannel channel = ChunkedEncryption.of(KEY, CONTEXT).open(streamed(sealed));
    ByteBuffer target = ByteBuffer.allocate(CHUNK);
    assertThat(ChunkedEncryption.fill(target, channel)).isTrue();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(10)))
          .isInstanceOf(BrokenSeal.class);
    }
  }

  @Test
  void goodChunksBesideABrokenOneCanStillBeRead() throws IOException {
    byte[] plain = filled(5 * CHUNK, 1);
    byte[] sealed = seal(plain);
    sealed[HEADER + 2 * SEALED + 5] ^= 1;
    try (SeekableByteChannel channel =
        ChunkedEncryption.of(KEY, CONTEXT).open(new MemoryChannel(sealed))) {
      for (int chunk : new int[] {0, 1, 3, 4}) {
        ByteBuffer part = ByteBuffer.allocate(CHUNK);
        ChunkedEncryption.fill(part, channel.position((long) chunk * CHUNK));
        assertThat(part.array())
            .isEqualTo(Arrays.copyOfRange(plain, chunk * CHUNK, (chunk + 1) * CHUNK));
      }
      channel.position(2L * CHUNK);
      assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1))).isInstanceOf(BrokenSeal.class);
    }
  }

  @Test
  void twoMessagesUnderOneKeyShareNothing() {
    byte[] plain = filled(100, 1);
    byte[] one = seal(plain);
    byte[] other = seal(plain);
    for (int at = 0; at + 8 <= one.length; at += 8) {
      assertThat(Arrays.copyOfRange(one, at, at + 8))
          .isNotEqualTo(Arrays.copyOfRange(other, at, at + 8));
    }
  }

  @Test
  void aSecretIsNotShown() {
    assertThat(KEY + " " + ChunkedEncryption.of(KEY, CONTEXT)).doesNotContain("07");
    assertThatThrownBy(() -> new DataKey(Bytes.of(new byte[31])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /// A second implementation, in another language, opens ours and seals what ours opens.
  @Test
  void nodeUnderstandsTheSame() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/node")), "skipped: /usr/bin/node is not present");
    Path script = Files.writeString(folder.resolve("chunked.js"), NODE);
    for (int size : new int[] {0, 1, CHUNK - 1, CHUNK, 70_000, 300 * CHUNK + 77}) {
      byte[] plain = filled(size, size + 3);
      Path in = Files.write(folder.resolve("in"), seal(plain));
      Path out = folder.resolve("out");
      node(script, "open", in, out);
      assertThat(Files.readAllBytes(out)).isEqualTo(plain);
      node(script, "seal", out, in);
      assertThat(opened(Files.readAllBytes(in))).isEqualTo(plain);
    }
  }

  private static void node(Path script, String verb, Path in, Path out) throws Exception {
    Process node =
        new ProcessBuilder(
                "/usr/bin/node",
                script.toString(),
                verb,
                KEY.secret().hex(),
                CONTEXT.hex(),
                in.toString(),
                out.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).as(said).isZero();
  }

  private static final String NODE =
      """
      const crypto = require('crypto'), fs = require('fs');
      const [verb, key, context, from, to] = process.argv.slice(2);
      const input = fs.readFileSync(from), size = 16384, parts = [];
      const salt = verb === 'open' ? input.subarray(0, 24) : crypto.randomBytes(24);
      const info = Buffer.concat([Buffer.from('c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM'),
        Buffer.from([0]), salt, Buffer.from(context, 'hex')]);
      const mac = (...p) =>
        crypto.createHmac('sha512', Buffer.from(key, 'hex')).update(Buffer.concat(p)).digest();
      const t1 = mac(info, Buffer.from([1])), t2 = mac(t1, info, Buffer.from([2]));
      const all = Buffer.concat([t1, t2]), k = all.subarray(0, 32), commitment = all.subarray(44, 76);
      function nonce(n) {
        const b = Buffer.from(all.subarray(32, 44));
        for (let i = 11, r = n; r > 0; i--, r = Math.floor(r / 256)) b[i] ^= r % 256;
        return b;
      }
      if (verb === 'open') {
        if (!commitment.equals(input.subarray(24, 56))) throw new Error('commitment');
        for (let at = 56, n = 0; ; at += size + 16, n++) {
          const chunk = input.subarray(at, at + size + 16);
          const d = crypto.createDecipheriv('aes-256-gcm', k, nonce(n));
          d.setAuthTag(chunk.subarray(chunk.length - 16));
          parts.push(d.update(chunk.subarray(0, chunk.length - 16)), d.final());
          if (chunk.length < size + 16) break;
        }
      } else {
        parts.push(salt, commitment);
        for (let at = 0, n = 0; at <= input.length; at += size, n++) {
          const c = crypto.createCipheriv('aes-256-gcm', k, nonce(n));
          parts.push(c.update(input.subarray(at, at + size)), c.final(), c.getAuthTag());
        }
      }
      fs.writeFileSync(to, Buffer.concat(parts));
      """;

  private static byte[] plain(RandomGenerator random) {
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

  private static byte[] filled(int size, int value) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (value + i / 1000);
    }
    return bytes;
  }

  private static byte[] seal(byte[] plain) {
    return seal(
        ChunkedEncryption.of(KEY, CONTEXT),
        DataKey.randomBytes(ChunkedEncryption.SALT_SIZE, RANDOM),
        plain);
  }

  private static byte[] seal(ChunkedEncryption encryption, Bytes salt, byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SealingChannel channel = encryption.seal(Channels.newChannel(out), salt)) {
      channel.write(ByteBuffer.wrap(plain));
      channel.finish();
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] sealInPieces(byte[] plain, RandomGenerator random) {
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

  private static byte[] opened(byte[] sealed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ReadableByteChannel channel = ChunkedEncryption.of(KEY, CONTEXT).open(streamed(sealed))) {
      copy(channel, out, 20_000);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Neither way of reading reaches a clean end, and what it hands out is the message's beginning.
  private static void assertRefused(byte[] sealed, byte[] plain) {
    ChunkedEncryption encryption = ChunkedEncryption.of(KEY, CONTEXT);
    for (boolean seek : new boolean[] {false, true}) {
      ByteArrayOutputStream read = new ByteArrayOutputStream();
      assertThatThrownBy(
              () -> {
                try (ReadableByteChannel channel =
                    seek
                        ? encryption.open(new MemoryChannel(sealed))
                        : encryption.open(streamed(sealed))) {
                  copy(channel, read, 5_000);
                }
              })
          .isInstanceOf(BrokenSeal.class);
      assertThat(read.toByteArray())
          .isEqualTo(Arrays.copyOf(plain, Math.min(plain.length, read.size())));
    }
  }

  private static ReadableByteChannel streamed(byte[] bytes) {
    return Channels.newChannel(new ByteArrayInputStream(bytes));
  }

  private static void copy(ReadableByteChannel from, ByteArrayOutputStream to, int piece)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(piece);
    while (from.read(buffer.clear()) >= 0) {
      to.write(buffer.array(), 0, buffer.position());
    }
  }

  private static String sha512(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
  }
}
