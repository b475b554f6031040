package dev.bulwark.registry.seal;

import static dev.bulwark.registry.seal.Messages.CHUNK;
import static dev.bulwark.registry.seal.Messages.CONTEXT;
import static dev.bulwark.registry.seal.Messages.HEADER;
import static dev.bulwark.registry.seal.Messages.KEY;
import static dev.bulwark.registry.seal.Messages.RANDOM;
import static dev.bulwark.registry.seal.Messages.SEALED;
import static dev.bulwark.registry.seal.Messages.assertRefused;
import static dev.bulwark.registry.seal.Messages.filled;
import static dev.bulwark.registry.seal.Messages.opened;
import static dev.bulwark.registry.seal.Messages.plain;
import static dev.bulwark.registry.seal.Messages.seal;
import static dev.bulwark.registry.seal.Messages.sealInPieces;
import static dev.bulwark.registry.seal.Messages.streamed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import dev.bulwark.testkit.MemoryChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// What is sealed opens whole, and nothing else opens.
class ChunkedEncryptionTest {
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
        ChunkedEncryption.of(KEY, CONTEXT).open(MemoryChannel.over(sealed))) {
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
      assertThatThrownBy(() -> other.open(MemoryChannel.over(sealed)))
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
        ChunkedEncryption.of(KEY, CONTEXT).open(MemoryChannel.over(sealed))) {
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
}
