package dev.bulwark.registry.update;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.check.Suite;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// The suites `update-tests`, that what runs was tested first, and `update-status`, that updates
/// come by themselves and safely.
public final class UpdateChecks {
  public static final String TESTS = "update-tests";
  public static final String STATUS = "update-status";

  private UpdateChecks() {}

  public static Suite<Updates> tests() {
    return new Suite<>(
        TESTS,
        List.of(
            of(
                "UPD-001",
                "A version runs that did not run well in the environment before",
                "What was not tried below is tried on those who depend on it.",
                "Promote it to the environment before first, or take it back.",
                Updates::untried),
            of(
                "UPD-002",
                "A version runs that fails its examination by now",
                "A rule that is new, or bytes that changed, say no to what runs.",
                "Take it back with `bulwark rollback`, or bring a version that passes.",
                Updates::failing),
            of(
                "UPD-003",
                "Nobody went back within thirty days",
                "A way back that is not walked is not there when it is needed.",
                "Run `bulwark drill rollback ENV`.",
                Updates::unpractised),
            of(
                "UPD-004",
                "A supplier changed a release after it was taken in",
                "Other bytes under a number that was tested were never tested.",
                "Ask the supplier; take the change under a number of its own, or close the channel.",
                Updates::changed)));
  }

  public static Suite<Updates> status() {
    return new Suite<>(
        STATUS,
        List.of(
            of(
                "UPD-005",
                "What runs is followed by no channel",
                "A fix that nobody brings does not arrive.",
                "Open one with `bulwark update add`.",
                Updates::unfollowed),
            of(
                "UPD-006",
                "A channel's source was not looked at, or has a problem",
                "Nobody knows whether an update waits there.",
                "Run `bulwark update run` often, from a timer or with --every; mend what it names.",
                Updates::unlooked),
            of(
                "UPD-007",
                "A channel fetches from where anybody on the way can answer",
                "The signature still holds, and whoever is on the way can keep updates back.",
                "Use https, with --ca for an authority of your own.",
                Updates::insecure),
            of(
                "UPD-008",
                "A channel does not go back by itself",
                "A bad update runs until somebody is there.",
                "Open the channel with --on-failed-watch rollback and a watch.",
                Updates::unreturning),
            of(
                "UPD-009",
                "An update waits for longer than fourteen days",
                "What it mends is known to everybody by then.",
                "`bulwark update run` names what it waits for.",
                Updates::waiting)));
  }

  /// Every rule of both suites.
  public static List<Rule> rules() {
    return Stream.concat(tests().rules().stream(), status().rules().stream()).toList();
  }

  private static Check<Updates> of(
      String id, String title, String why, String fix, Function<Updates, Updates.Found> found) {
    return new One(
        new Rule(
            new RuleId(id),
            title,
            why,
            fix,
            Severity.HIGH,
            new Rule.References(List.of("CWE-1329"), List.of("AML.T0010"), List.of())),
        found);
  }

  /// One rule over what was found.
  private record One(Rule rule, Function<Updates, Updates.Found> found) implements Check<Updates> {

    @Override
    public Outcome examine(Updates updates, Budget budget) {
      return switch (found.apply(updates)) {
        case Updates.Found.Nothing(String why) -> new Outcome.NotApplicable(why);
        case Updates.Found.Problems(List<Updates.Problem> problems) ->
            Outcome.of(
                problems.stream()
                    .map(
                        problem ->
                            new Finding(
                                rule.id(),
                                rule.severity(),
                                Place.of(problem.where()),
                                problem.what()))
                    .toList());
      };
    }
  }
}
