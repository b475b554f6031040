package dev.bulwark.kernel.check;

import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Several checks over one kind of target, run together and answered together.
///
/// @param name the suite's stable name, which catalogues ask evidence of: `model-file-scan`
/// @param checks each with its own rule; at least one
public record Suite<T>(String name, List<Check<? super T>> checks) {
  public Suite {
    checks = List.copyOf(checks);
    if (checks.isEmpty()) {
      throw new IllegalArgumentException("an empty suite proves nothing");
    }
    if (checks.stream().map(check -> check.rule().id()).distinct().count() != checks.size()) {
      throw new IllegalArgumentException("two checks of the suite " + name + " share a rule id");
    }
  }

  public List<Rule> rules() {
    return checks.stream().map(Check::rule).toList();
  }

  /// Runs every check; one that breaks or runs out of budget is Undecided, and the others still
  /// run.
  ///
  /// @return an outcome for every rule, sorted by rule id
  public SequencedMap<RuleId, Outcome> run(T target, Budget budget) {
    SequencedMap<RuleId, Outcome> outcomes = new TreeMap<>();
    for (Check<? super T> check : checks) {
      outcomes.put(check.rule().id(), examine(check, target, budget));
    }
    return outcomes;
  }

  /// A hostile target may find a defect in a check. Its class name is told, its text is not: it may
  /// quote the target (law 12).
  private static <T> Outcome examine(Check<? super T> check, T target, Budget budget) {
    try {
      return check.examine(target, budget);
    } catch (Budget.OverLimit e) {
      return Outcome.undecided(e.reason(), e.problem());
    } catch (RuntimeException | StackOverflowError e) {
      return Outcome.undecided(
          Outcome.Reason.BROKEN, "the check itself failed with " + e.getClass().getName());
    }
  }
}
