package dev.bulwark.evidence.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.testkit.ForAll;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

  @Test
  void timesAreWrittenInUtcWithSixDigits() {
    assertThat(Rfc3339.render(Instant.parse("2026-03-01T02:04:05.000007999Z")))
        .isEqualTo("2026-03-01T02:04:05.000007Z");
    assertThat(Rfc3339.render(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000000Z");
    assertThatThrownBy(() -> Rfc3339.render(Instant.MAX))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsRenderedIsReadByBothParsers() {
    ForAll.cases(
        2_000,
        random -> {
          long second = random.nextLong(-62_167_219_200L, 253_402_300_800L);
          Instant time = Instant.ofEpochSecond(second, 1_000L * random.nextInt(1_000_000));
          assertThat(Rfc3339.parse(Rfc3339.render(time))).contains(time);
          assertThat(Rfc3339.parseRendered(Rfc3339.render(time))).contains(time);
        });
  }

  @Test
  void otherOffsetsAreTheSameInstant() {
    assertThat(Rfc3339.parse("2026-03-01T13:00:00+01:00"))
        .contains(Instant.parse("2026-03-01T12:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "now",
        "2026-03-01",
        "2026-03-01T12:00:00",
        "2026-02-30T12:00:00Z",
        "2026-03-01T25:00:00Z",
        "2026-03-01T12:00:00.0000000000000000000000000000000Z",
      })
  void whatIsNoTimeIsRefused(String text) {
    assertThat(Rfc3339.parse(text)).isEmpty();
    assertThat(Rfc3339.parseRendered(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-01T12:00:00Z",
        "2026-03-01 12:00:00.000000Z",
        "2026-03-01T12:00:00.000000z",
        "2026-03-01T12:00:00.-00001Z",
        "2026-+3-01T12:00:00.000000Z",
        "2026-02-29T12:00:00.000000Z",
      })
  void theStrictParserTakesOneRenderingOnly(String text) {
    assertThat(Rfc3339.parseRendered(text)).isEmpty();
  }
}
