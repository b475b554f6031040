package dev.bulwark.govern.threat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.check.Severity;
import org.junit.jupiter.api.Test;

final class ScoreTest {

  private static Score score(int exposure, int ease, int maturity, int motive) {
    return new Score(exposure, ease, maturity, motive, 9, 9, Dimension.INTEGRITY);
  }

  @Test
  void likelihoodNeedsAWayInAndAMethod() {
    assertThat(score(9, 9, 9, 9).likelihood()).isEqualTo(9);
    assertThat(score(9, 4, 9, 9).likelihood()).isEqualTo(6);
    assertThat(score(1, 9, 9, 9).likelihood()).isEqualTo(3);
    assertThat(score(3, 5, 9, 9).likelihood()).isEqualTo(4);
  }

  @Test
  void likelihoodFallsWhereItWasNotDoneOrDoesNotPay() {
    assertThat(score(9, 9, 6, 9).likelihood()).isEqualTo(8);
    assertThat(score(9, 9, 3, 9).likelihood()).isEqualTo(7);
    assertThat(score(9, 9, 3, 6).likelihood()).isEqualTo(7);
    assertThat(score(9, 9, 3, 3).likelihood()).isEqualTo(6);
    assertThat(score(1, 1, 3, 3).likelihood()).isEqualTo(1);
  }

  @Test
  void likelihoodNeverFallsWhenAPartRises() {
    for (int exposure = 1; exposure <= 9; exposure++) {
      for (int ease = 1; ease <= 9; ease++) {
        for (int motive = 1; motive <= 9; motive++) {
          int here = score(exposure, ease, 6, motive).likelihood();
          assertThat(here).isBetween(1, 9);
          assertThat(score(Math.min(9, exposure + 1), ease, 6, motive).likelihood())
              .isGreaterThanOrEqualTo(here);
          assertThat(score(exposure, Math.min(9, ease + 1), 6, motive).likelihood())
              .isGreaterThanOrEqualTo(here);
          assertThat(score(exposure, ease, 9, motive).likelihood()).isGreaterThanOrEqualTo(here);
          assertThat(score(exposure, ease, 6, Math.min(9, motive + 1)).likelihood())
              .isGreaterThanOrEqualTo(here);
        }
      }
    }
  }

  @Test
  void noMoreCanBeLostThanIsThere() {
    assertThat(new Score(5, 5, 9, 9, 9, 4, Dimension.SAFETY).impact()).isEqualTo(4);
    assertThat(new Score(5, 5, 9, 9, 3, 9, Dimension.SAFETY).impact()).isEqualTo(3);
  }

  @Test
  void theMatrixIsOwasps() {
    assertThat(Score.severity(1, 1)).isEqualTo(Severity.NOTE);
    assertThat(Score.severity(2, 2)).isEqualTo(Severity.NOTE);
    assertThat(Score.severity(3, 2)).isEqualTo(Severity.LOW);
    assertThat(Score.severity(6, 2)).isEqualTo(Severity.MEDIUM);
    assertThat(Score.severity(2, 5)).isEqualTo(Severity.LOW);
    assertThat(Score.severity(5, 3)).isEqualTo(Severity.MEDIUM);
    assertThat(Score.severity(9, 5)).isEqualTo(Severity.HIGH);
    assertThat(Score.severity(1, 6)).isEqualTo(Severity.MEDIUM);
    assertThat(Score.severity(3, 9)).isEqualTo(Severity.HIGH);
    assertThat(Score.severity(6, 6)).isEqualTo(Severity.CRITICAL);
  }

  @Test
  void numbersOutsideTheScaleAreRefused() {
    assertThatThrownBy(() -> Score.severity(0, 5)).hasMessageContaining("from 1 to 9");
    assertThatThrownBy(() -> score(10, 1, 9, 9)).hasMessageContaining("exposure");
  }
}
