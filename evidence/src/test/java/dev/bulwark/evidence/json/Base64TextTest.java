package dev.bulwark.evidence.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.testkit.ForAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64TextTest {

  @ParameterizedTest
  @ValueSource(strings = {"-_-_Pj8=", "-_-_Pj8", "+/+/Pj8=", "+/+/Pj8"})
  void bothAlphabetsAreReadPaddedOrNot(String text) {
    assertThat(Base64Text.parse(text)).contains(Bytes.parseHex("fbffbf3e3f"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-/==",
        "+_==",
        "QR==",
        "QQ=",
        "QQ===",
        "Q",
        "Q===",
        "QQ==QQ==",
        "QQ==\n",
        " QQ==",
        "QUJ",
        "é"
      })
  void everyOtherTextIsRefused(String text) {
    assertThat(Base64Text.parse(text)).isEmpty();
  }

  @Test
  void whatIsRenderedIsRead() {
    ForAll.cases(
        500,
        random -> {
          byte[] bytes = new byte[random.nextInt(70)];
          random.nextBytes(bytes);
          assertThat(Base64Text.parse(Base64Text.render(Bytes.of(bytes))))
              .contains(Bytes.of(bytes));
        });
  }
}
