package dev.bulwark.server.console.risk;

import dev.bulwark.control.status.Answer;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.Reason;
import dev.bulwark.evidence.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// How long what holds today goes on holding, and what has aged already.
///
/// @param bands from what is over to what does not age
/// @param next what ages first, at most ten
public record Ageing(List<Band> bands, List<Next> next) {
  private static final int FIRST = 10;
  private static final List<Integer> DAYS = List.of(1, 7, 30, 90);

  public Ageing {
    bands = List.copyOf(bands);
    next = List.copyOf(next);
  }

  /// @param tone `stale`, `soon` or `held`
  public record Band(String words, int count, int percent, String tone) {}

  /// @param entry of the evidence behind it, the newest
  public record Next(String control, String what, Instant until, long entry) {}

  private record Term(String control, Answer answer, Instant until) {}

  public static Ageing of(Assessment assessment) {
    List<Term> terms = new ArrayList<>();
    int stale = 0;
    for (Assessment.Assessed each : assessment.assessed()) {
      for (Answer answer : each.status().answers()) {
        switch (answer.reason()) {
          case Reason.Holds(Instant until) ->
              terms.add(new Term(each.control().id(), answer, until));
          case Reason.TooOld _ -> stale++;
          default -> {}
        }
      }
    }
    return new Ageing(bands(terms, stale, assessment.asOf()), next(terms));
  }

  private static List<Band> bands(List<Term> terms, int stale, Instant now) {
    int all = Math.max(1, terms.size() + stale);
    List<Band> bands = new ArrayList<>();
    bands.add(new Band("too old", stale, 100 * stale / all, "stale"));
    Instant from = Instant.MIN;
    for (int days : DAYS) {
      Instant to = now.plus(Duration.ofDays(days));
      bands.add(
          band(
              days == 1 ? "within a day" : "within %d days".formatted(days),
              terms,
              from,
              to,
              all,
              days <= 7 ? "soon" : "held"));
      from = to;
    }
    bands.add(band("later", terms, from, Instant.MAX, all, "held"));
    int never = (int) terms.stream().filter(term -> term.until().equals(Instant.MAX)).count();
    bands.add(new Band("does not age", never, 100 * never / all, "held"));
    return bands;
  }

  private static Band band(
      String words, List<Term> terms, Instant from, Instant to, int all, String tone) {
    int count =
        (int)
            terms.stream()
                .filter(term -> !term.until().isBefore(from) && term.until().isBefore(to))
                .count();
    return new Band(words, count, 100 * count / all, tone);
  }

  private static List<Next> next(List<Term> terms) {
    return terms.stream()
        .filter(term -> !term.until().equals(Instant.MAX) && !term.answer().behind().isEmpty())
        .sorted(Comparator.comparing(Term::until))
        .limit(FIRST)
        .map(
            term ->
                new Next(
                    term.control(),
                    term.answer().requirement().source().name()
                        + " on "
                        + term.answer().target().name(),
                    term.until(),
                    term.answer().behind().stream().mapToLong(Evidence::index).max().orElse(0)))
        .toList();
  }
}
