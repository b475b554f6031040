package dev.bulwark.kernel.check;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/// What one suite said about some bytes: the thing a producer hands to the waist of the hourglass.
///
/// @param suite the suite's name; what a control's evidence requirement asks for
/// @param checker who looked: a name and a version, such as `bulwark-scan` and `0.1.0`
/// @param rules the digest of the rule data the answers depend on
/// @param subjects the bytes that were looked at; at least one
/// @param outcomes one per rule, sorted by rule id; at least one
/// @param details further facts for readers and for conditions of controls, may be empty
public record CheckRun(
    String suite,
    Checker checker,
    Digest rules,
    List<Subject> subjects,
    SequencedMap<RuleId, Outcome> outcomes,
    Json.Obj details) {

  private static final Comparator<Finding> ORDER =
      Comparator.comparing(Finding::severity)
          .reversed()
          .thenComparing(Finding::place)
          .thenComparing(Finding::rule)
          .thenComparing(Finding::message);

  public record Checker(String name, String version) {}

  public CheckRun {
    subjects = List.copyOf(subjects);
    outcomes = Collections.unmodifiableSequencedMap(sorted(outcomes));
    if (subjects.isEmpty() || outcomes.isEmpty()) {
      throw new IllegalArgumentException("a check run has at least one subject and one outcome");
    }
  }

  /// A copy in the order of the rule ids; most come in it already.
  private static SequencedMap<RuleId, Outcome> sorted(SequencedMap<RuleId, Outcome> outcomes) {
    RuleId last = null;
    for (RuleId rule : outcomes.sequencedKeySet()) {
      if (last != null && last.compareTo(rule) > 0) {
        return new LinkedHashMap<>(new TreeMap<>(outcomes));
      }
      last = rule;
    }
    return new LinkedHashMap<>(outcomes);
  }

  /// All findings, worst first, then by place. Most runs have none, and rules are many.
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>();
    for (Outcome outcome : outcomes.values()) {
      all.addAll(outcome.findings());
    }
    all.sort(ORDER);
    return List.copyOf(all);
  }

  /// The run as one word; the worst counts.
  public Verdict verdict() {
    boolean undecided = false;
    boolean failed = false;
    boolean passed = false;
    for (Outcome outcome : outcomes.values()) {
      switch (outcome) {
        case Outcome.Passed _ -> passed = true;
        case Outcome.Failed _ -> failed = true;
        case Outcome.Undecided _ -> undecided = true;
        case Outcome.NotApplicable _ -> {}
      }
    }
    if (failed) {
      return Verdict.FAILED;
    }
    if (undecided) {
      return Verdict.UNDECIDED;
    }
    return passed ? Verdict.PASSED : Verdict.NOT_APPLICABLE;
  }

  /// The outcome of a whole run. NOT_APPLICABLE means that no rule concerned the target, which
  /// proves nothing about it.
  public enum Verdict {
    PASSED,
    NOT_APPLICABLE,
    UNDECIDED,
    FAILED
  }
}
