package dev.bulwark.govern.threat;

import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.json.Json;

/// How a threat was weighed, before any control. Each number is from 1 to 9.
///
/// An attack needs a way in and a workable method, so likelihood is the rounded geometric mean of
/// exposure and ease; it is one lower when the techniques were only demonstrated, two when they are
/// only feasible, and one lower when there is little to gain. No more can be lost than the system
/// has at stake, nor more than hangs on the element: impact is the lesser of the two. The parts are
/// kept so that a reader can dispute them one by one.
///
/// @param exposure who can reach the element; the same as ease where no attacker is needed
/// @param ease how easy the attack is
/// @param maturity how far the field has seen it done: 3 feasible, 6 demonstrated, 9 realized
/// @param motive what an attacker can gain
/// @param stake the gravest of what the rule can hurt
/// @param weight what hangs on the element
/// @param hurts the dimension of the stake; the first in the rule's order when several are gravest
public record Score(
    int exposure, int ease, int maturity, int motive, int stake, int weight, Dimension hurts) {
  private static final int LITTLE = 3;

  public Score {
    require(exposure, "exposure");
    require(ease, "ease");
    require(maturity, "maturity");
    require(motive, "motive");
    require(stake, "stake");
    require(weight, "weight");
  }

  /// 1 to 9.
  public int likelihood() {
    int reachedAndDone = (int) Math.round(Math.sqrt((double) exposure * ease));
    int unproven = (9 - maturity) / 3;
    int unrewarding = motive <= LITTLE ? 1 : 0;
    return Math.max(1, reachedAndDone - unproven - unrewarding);
  }

  /// 1 to 9.
  public int impact() {
    return Math.min(stake, weight);
  }

  public Severity severity() {
    return severity(likelihood(), impact());
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
        .put("stake", stake)
        .put("weight", weight)
        .put("hurts", hurts.word())
        .build();
  }
}
