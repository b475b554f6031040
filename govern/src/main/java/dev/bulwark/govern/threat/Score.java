package dev.bulwark.govern.threat;

import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.json.Json;

/// How a threat was weighed, before any control. Each number is from 1 to 9.
///
/// Likelihood is the rounded mean of the four parts: the OWASP Risk Rating Methodology, with ATLAS
/// maturity for "known". The parts are kept so that a reader can dispute them one by one.
///
/// @param exposure who can reach the element
/// @param ease how easy the attack is
/// @param maturity how far the field has seen it done
/// @param motive what an attacker can gain
/// @param impact the gravest of what the rule can hurt
/// @param hurts the dimension that was gravest; the first in the rule's order when several are
public record Score(int exposure, int ease, int maturity, int motive, int impact, Dimension hurts) {

  public Score {
    require(exposure, "exposure");
    require(ease, "ease");
    require(maturity, "maturity");
    require(motive, "motive");
    require(impact, "impact");
  }

  /// 1 to 9.
  public int likelihood() {
    return Math.round((exposure + ease + maturity + motive) / 4f);
  }

  public Severity severity() {
    return severity(likelihood(), impact);
  }

  /// The matrix of the OWASP Risk Rating Methodology.
  ///
  /// @param likelihood 1 to 9, such as one that controls have lowered
  public static Severity severity(int likelihood, int impact) {
    require(likelihood, "likelihood");
    require(impact, "impact");
    return switch (Band.of(impact)) {
      case LOW -> pick(likelihood, Severity.NOTE, Severity.LOW, Severity.MEDIUM);
      case MEDIUM -> pick(likelihood, Severity.LOW, Severity.MEDIUM, Severity.HIGH);
      case HIGH -> pick(likelihood, Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL);
    };
  }

  private static Severity pick(int likelihood, Severity low, Severity medium, Severity high) {
    return switch (Band.of(likelihood)) {
      case LOW -> low;
      case MEDIUM -> medium;
      case HIGH -> high;
    };
  }

  /// OWASP's bands, on whole numbers.
  private enum Band {
    LOW,
    MEDIUM,
    HIGH;

    static Band of(int value) {
      if (value <= 2) {
        return LOW;
      }
      return value <= 5 ? MEDIUM : HIGH;
    }
  }

  private static void require(int value, String name) {
    if (value < 1 || value > 9) {
      throw new IllegalArgumentException(name + " is from 1 to 9, found " + value);
    }
  }

  Json.Obj json() {
    return Json.object()
        .put("exposure", exposure)
        .put("ease", ease)
        .put("maturity", maturity)
        .put("motive", motive)
        .put("hurts", hurts.word())
        .build();
  }
}
