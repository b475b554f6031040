package dev.bulwark.scan;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Suite;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.kernel.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// One file, by every format, and everything inside it, under one budget.
final class Examination {
  private final List<Format<?>> formats;
  private final Suite<Recognition> common;
  private final Budget budget;
  private final SequencedMap<RuleId, Outcome> nothing;
  private final Map<RuleId, RuleTally> tallies = new HashMap<>();
  private final TreeSet<String> found = new TreeSet<>();
  private long sources;
  private long unaccounted;

  /// @param nothing every rule there is, sorted, as it is answered of nothing: most files concern
  ///   few of them
  Examination(
      List<Format<?>> formats,
      Suite<Recognition> common,
      SequencedMap<RuleId, Outcome> nothing,
      Budget budget) {
    this.formats = formats;
    this.common = common;
    this.nothing = nothing;
    this.budget = budget;
  }

  /// Every rule's outcome over everything examined so far, sorted by rule.
  SequencedMap<RuleId, Outcome> outcomes(Place file) {
    SequencedMap<RuleId, Outcome> outcomes = new LinkedHashMap<>(nothing);
    tallies.forEach((rule, tally) -> outcomes.put(rule, tally.outcome(rule, file)));
    return outcomes;
  }

  /// ```
  /// {"formats": [names], "sources": files and members read,
  ///  "bytes": size of the file, "unaccountedBytes": bytes, here and inside, that belong to nothing,
  ///  "rulePack"?: whose names were added to the rules (see RulePack)}
  /// ```
  Json.Obj details(long bytes, Optional<RulePack> pack) {
    Json.Builder details =
        Json.object()
            .put("formats", Json.texts(found))
            .put("sources", sources)
            .put("bytes", bytes)
            .put("unaccountedBytes", unaccounted);
    pack.ifPresent(added -> details.put("rulePack", added.json()));
    return details.build();
  }

  void examine(Source source) {
    sources++;
    if (!hasBudget(source)) {
      unaccounted += source.size();
      return;
    }
    List<Attempt<?>> attempts = attempts(source);
    List<Attempt<?>> counted = counted(attempts);
    for (Attempt<?> attempt : counted) {
      attempt.outcomes().forEach(this::add);
    }
    recognise(source, counted);
    if (hasBudget(source)) {
      for (Attempt<?> attempt : counted) {
        inside(attempt.inside());
      }
    }
  }

  /// The attempts that say something: all, when none explains the bytes.
  private static List<Attempt<?>> counted(List<Attempt<?>> attempts) {
    boolean understood = false;
    for (Attempt<?> attempt : attempts) {
      understood |= attempt.whole();
    }
    List<Attempt<?>> counted = new ArrayList<>(attempts.size());
    for (Attempt<?> attempt : attempts) {
      if (!(understood && attempt.idle())) {
        counted.add(attempt);
      }
    }
    return counted;
  }

  /// Asked before and after reading: a reader that ran out of budget before it knew the bytes may
  /// have disclaimed them.
  private boolean hasBudget(Source source) {
    try {
      budget.tick();
      return true;
    } catch (Budget.OverLimit e) {
      add(
          FormatChecks.UNKNOWN,
          Outcome.undecided(
              e.reason(), source.place() + " was not read to the end: " + e.problem()));
      return false;
    }
  }

  private void add(RuleId rule, Outcome outcome) {
    tallies.computeIfAbsent(rule, _ -> new RuleTally()).add(outcome);
  }

  /// Asks every reader but those a more special one has answered for, and those of last resort only
  /// when the others do not explain the bytes. A file that breaks the format its name promises is
  /// explained by that: a broken template is text as well, and is still a broken template.
  private List<Attempt<?>> attempts(Source source) {
    List<Attempt<?>> attempts = new ArrayList<>();
    Signs signs = new Signs(source);
    attempts(signs, false, attempts);
    if (!isExplained(attempts, Recognition.extension(source.place()))) {
      attempts(signs, true, attempts);
    }
    return attempts;
  }

  private static boolean isExplained(List<Attempt<?>> attempts, String ending) {
    for (Attempt<?> attempt : attempts) {
      if (attempt.whole()
          || (attempt.recognised() && attempt.format().extensions().contains(ending))) {
        return true;
      }
    }
    return false;
  }

  private void attempts(Signs signs, boolean lastResort, List<Attempt<?>> attempts) {
    Set<String> answered = new HashSet<>();
    for (Format<?> format : formats) {
      if (format.lastResort() == lastResort
          && (answered.isEmpty() || !answered.contains(format.name()))
          && signs.allow(format)) {
        Optional<? extends Attempt<?>> attempt = Attempt.of(format, signs.source(), budget);
        if (attempt.isPresent()) {
          attempts.add(attempt.get());
          answered.addAll(format.insteadOf());
        }
      }
    }
  }

  private void recognise(Source source, List<Attempt<?>> counted) {
    List<Format<?>> known = new ArrayList<>();
    List<Format<?>> begun = new ArrayList<>();
    long unexplained = counted.isEmpty() ? source.size() : Long.MAX_VALUE;
    for (Attempt<?> attempt : counted) {
      unexplained = Math.min(unexplained, attempt.unexplained());
      if (attempt.recognised()) {
        known.add(attempt.format());
        found.add(attempt.format().name());
      }
      if (attempt.begun()) {
        begun.add(attempt.format());
        found.add(attempt.format().name());
      }
    }
    unaccounted += unexplained;
    common
        .run(new Recognition(source.place(), source.size(), known, begun), budget)
        .forEach(this::add);
  }

  private void inside(List<Source> inside) {
    if (inside.isEmpty()) {
      return;
    }
    try {
      budget.enter();
    } catch (Budget.OverLimit e) {
      add(
          FormatChecks.UNKNOWN,
          Outcome.undecided(
              e.reason(), inside.getFirst().place() + " was not read: " + e.problem()));
      return;
    }
    try {
      inside.forEach(this::examine);
    } finally {
      budget.leave();
    }
  }

  /// What one format made of some bytes it did not disclaim.
  ///
  /// @param recognised whether the bytes have or claim the format
  /// @param begun whether the reader saw something before its budget ran out, which does not prove
  ///   that the bytes have the format
  /// @param whole whether the bytes follow the grammar to their end
  private record Attempt<V>(
      Format<V> format,
      boolean recognised,
      boolean begun,
      boolean whole,
      Map<RuleId, Outcome> outcomes,
      long unexplained,
      List<Source> inside) {

    static <V> Optional<Attempt<V>> of(Format<V> format, Source source, Budget budget) {
      return switch (read(format, source, budget)) {
        case Reading.NotMine<V> _ -> Optional.empty();
        case Reading.View<V>(V view, List<Source> inside) ->
            Optional.of(
                new Attempt<>(
                    format,
                    true,
                    false,
                    true,
                    format.suite().run(view, budget),
                    format.unexplained().applyAsLong(view),
                    inside));
        case Reading.Malformed<V>(
                Optional<V> before,
                List<Source> inside,
                long at,
                String problem) ->
            partial(
                format,
                source,
                before,
                inside,
                Outcome.Reason.MALFORMED,
                "%s: %s: %s".formatted(format.name(), source.place().at(at), problem),
                budget);
        case Reading.OverLimit<V>(
                Optional<V> before,
                List<Source> inside,
                Outcome.Reason reason,
                String problem) ->
            partial(
                format,
                source,
                before,
                inside,
                reason,
                "%s: %s: %s".formatted(format.name(), source.place(), problem),
                budget);
      };
    }

    /// A reader does not throw. One that does has a defect that a hostile file found: its class
    /// name is told, its text is not, because it may quote the file (law 12).
    private static <V> Reading<V> read(Format<V> format, Source source, Budget budget) {
      try {
        return format.reader().read(source, budget);
      } catch (Budget.OverLimit e) {
        return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
      } catch (RuntimeException | StackOverflowError e) {
        return new Reading.OverLimit<>(
            Optional.empty(),
            List.of(),
            Outcome.Reason.BROKEN,
            "the reader failed with " + e.getClass().getName());
      }
    }

    /// What was seen counts; what was not seen is undecided.
    private static <V> Optional<Attempt<V>> partial(
        Format<V> format,
        Source source,
        Optional<V> before,
        List<Source> inside,
        Outcome.Reason reason,
        String detail,
        Budget budget) {
      TreeMap<RuleId, Outcome> outcomes = new TreeMap<>();
      format
          .suite()
          .rules()
          .forEach(rule -> outcomes.put(rule.id(), Outcome.undecided(reason, detail)));
      before.ifPresent(
          view ->
              format
                  .suite()
                  .run(view, budget)
                  .forEach((rule, outcome) -> outcomes.put(rule, open(outcome, reason, detail))));
      return Optional.of(
          new Attempt<>(
              format,
              reason == Outcome.Reason.MALFORMED,
              reason != Outcome.Reason.MALFORMED && before.isPresent(),
              false,
              outcomes,
              source.size(),
              inside));
    }

    private static Outcome open(Outcome outcome, Outcome.Reason reason, String detail) {
      return switch (outcome) {
        case Outcome.Passed(var notes) -> new Outcome.Undecided(reason, detail, notes);
        case Outcome.NotApplicable _ -> Outcome.undecided(reason, detail);
        case Outcome.Failed failed -> failed;
        case Outcome.Undecided undecided -> undecided;
      };
    }

    /// A broken reading that saw nothing wrong and carries nothing: when another grammar explains
    /// the bytes, a loader of this format stops at the same place and does no harm.
    boolean idle() {
      return !whole
          && inside.isEmpty()
          && outcomes.values().stream().allMatch(Attempt::malformedOnly);
    }

    private static boolean malformedOnly(Outcome outcome) {
      return outcome instanceof Outcome.Undecided undecided
          && undecided.reason() == Outcome.Reason.MALFORMED
          && undecided.findings().stream().noneMatch(finding -> finding.severity().fails());
    }
  }
}
