package dev.bulwark.server.finding;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which findings somebody wants to see, and in which order.
///
/// @param state `open`, `closed` or `all`
/// @param grade empty for every one
/// @param rule empty for every one
/// @param place a part of it, in any case; empty for everywhere
/// @param order `severity`, `rule`, `place` or `age`
public record Filter(String state, Optional<Grade> grade, String rule, String place, String order) {
  public static final List<String> STATES = List.of("open", "closed", "all");
  public static final List<String> ORDERS = List.of("severity", "rule", "place", "age");
  private static final int LONGEST = 200;

  /// What an address says; what it does not know is left out.
  public static Filter of(String state, String grade, String rule, String place, String order) {
    return new Filter(
        STATES.contains(state) ? state : "open",
        Grade.of(grade),
        rule.strip(),
        place.strip().substring(0, Math.min(LONGEST, place.strip().length())),
        ORDERS.contains(order) ? order : "severity");
  }

  public List<Found> of(Findings findings) {
    return findings.all().stream().filter(this::fits).sorted(comparator()).toList();
  }

  private boolean fits(Found found) {
    return (state.equals("all") || found.open() == state.equals("open"))
        && grade.map(wanted -> wanted == found.grade()).orElse(true)
        && (rule.isEmpty() || rule.equals(found.rule()))
        && found.place().toLowerCase(Locale.ROOT).contains(place.toLowerCase(Locale.ROOT));
  }

  private Comparator<Found> comparator() {
    return switch (order) {
      case "rule" -> Comparator.comparing(Found::rule).thenComparing(Found::place);
      case "place" -> Comparator.comparing(Found::place).thenComparing(Found::grade);
      case "age" -> Comparator.comparing(Found::firstSeen).thenComparing(Found::grade);
      default ->
          Comparator.comparing(Found::open)
              .reversed()
              .thenComparing(Found::grade)
              .thenComparing(Found::rule)
              .thenComparing(Found::place);
    };
  }

  public boolean isEverything() {
    return state.equals("open") && grade.isEmpty() && rule.isEmpty() && place.isEmpty();
  }
}
