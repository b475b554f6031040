package dev.bulwark.kernel.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BytesTest {

  @Test
  void nobodyCanChangeThemLater() {
    byte[] mine = {1, 2, 3};
    Bytes bytes = Bytes.of(mine);
    mine[0] = 9;
    bytes.toArray()[1] = 9;
    assertThat(bytes).isEqualTo(Bytes.of(new byte[] {1, 2, 3}));
    assertThat(bytes.buffer().isReadOnly()).isTrue();
  }

  @Test
  void theirTextNeverShowsTheContent() {
    assertThat(Bytes.utf8("secret").toString()).isEqualTo("Bytes[6]");
  }

  /// FIPS 180-4, the one-block message.
  @Test
  void digestIsSha256() {
    String hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assertThat(Digest.of(Bytes.utf8("abc")).toString()).isEqualTo("sha256:" + hex);
    assertThat(Digest.parse("sha256:" + hex)).isEqualTo(Digest.of(Bytes.utf8("abc")));
  }

  @Test
  void aDigestIsSpelledOneWayOnly() {
    String hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    for (String text :
        new String[] {
          "", hex, "md5:" + hex, "sha256:" + hex + "0", "sha256:" + hex.replace('b', 'x')
        }) {
      assertThatThrownBy(() -> Digest.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void sizesNeedAUnit() {
    assertThat(ByteSize.parse("64MiB")).isEqualTo(ByteSize.ofMib(64));
    assertThat(ByteSize.parse("12B").bytes()).isEqualTo(12);
    assertThat(ByteSize.ofMib(1536).toString()).isEqualTo("1.5GiB");
    for (String text : new String[] {"64", "MiB", "-1B", "1.5MiB", "64 megabytes", "9999999TiB9"}) {
      assertThatThrownBy(() -> ByteSize.parse(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> ByteSize.parse("99999999999TiB"))
        .isInstanceOf(ArithmeticException.class);
  }
}
