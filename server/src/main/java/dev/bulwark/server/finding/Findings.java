package dev.bulwark.server.finding;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/// Everything that was ever found in a system: a pure function of its ledger.
///
/// Threats have a list of their own and are left out.
///
/// @param all open ones first, the gravest first
/// @param trend how many were open after each check, oldest first
public record Findings(List<Found> all, List<Point> trend) {
  private static final String THREATS = "TR-";
  private static final int ID_DIGITS = 16;

  /// How many were open after one check.
  public record Point(Instant at, Map<Grade, Integer> open) {
    public Point {
      open = Map.copyOf(open);
    }

    public int count(Grade grade) {
      return open.getOrDefault(grade, 0);
    }

    /// Those somebody must look at.
    public int counting() {
      return open.entrySet().stream()
          .filter(each -> each.getKey().counts())
          .mapToInt(Map.Entry::getValue)
          .sum();
    }
  }

  private record Key(String suite, String rule, String place) {
    String id() {
      return Digest.of(Bytes.utf8(suite + "\0" + rule + "\0" + place))
          .hex()
          .substring(0, ID_DIGITS);
    }
  }

  /// What one check said about one key.
  private record Seen(long entry, Grade grade, SequencedSet<String> messages) {}

  public Findings {
    all = List.copyOf(all);
    trend = List.copyOf(trend);
  }

  /// @param ledger all its evidence, in its order
  public static Findings of(List<Evidence> ledger) {
    List<Round> rounds = Round.of(ledger);
    List<Map<Key, Seen>> said = rounds.stream().map(Findings::said).toList();
    SequencedMap<Key, Integer> first = new LinkedHashMap<>();
    for (int round = 0; round < said.size(); round++) {
      for (Key key : said.get(round).keySet()) {
        first.putIfAbsent(key, round);
      }
    }
    List<Found> all = new ArrayList<>();
    first.forEach((key, from) -> all.add(found(key, from, rounds, said)));
    all.sort(
        Comparator.comparing(Found::open)
            .reversed()
            .thenComparing(Found::grade)
            .thenComparing(Found::rule)
            .thenComparing(Found::place));
    List<Point> trend = new ArrayList<>();
    for (int round = 0; round < said.size(); round++) {
      trend.add(point(rounds.get(round).at(), said.get(round)));
    }
    return new Findings(all, trend);
  }

  private static Found found(Key key, int from, List<Round> rounds, List<Map<Key, Seen>> said) {
    List<Sighting> sightings = new ArrayList<>();
    Optional<Seen> last = Optional.empty();
    boolean there = false;
    for (int round = from; round < rounds.size(); round++) {
      Optional<Seen> seen = Optional.ofNullable(said.get(round).get(key));
      there = seen.isPresent();
      last = seen.isPresent() ? seen : last;
      sightings.add(new Sighting(rounds.get(round).at(), seen.map(Seen::entry).orElse(-1L), there));
    }
    Seen newest = last.orElseThrow();
    return new Found(
        key.id(),
        key.suite(),
        key.rule(),
        newest.grade(),
        key.place(),
        List.copyOf(newest.messages()),
        there,
        sightings);
  }

  private static Point point(Instant at, Map<Key, Seen> said) {
    Map<Grade, Integer> open = new EnumMap<>(Grade.class);
    said.values().forEach(seen -> open.merge(seen.grade(), 1, Integer::sum));
    return new Point(at, open);
  }

  private static Map<Key, Seen> said(Round round) {
    Map<Key, Seen> said = new LinkedHashMap<>();
    for (Evidence evidence : round.results()) {
      Json.Obj predicate = evidence.statement().predicate();
      String suite = predicate.text("suite").orElse("");
      for (Json item : predicate.items("findings")) {
        if (item instanceof Json.Obj finding) {
          add(
              said,
              new Key(suite, text(finding, "rule"), text(finding, "place")),
              evidence.index(),
              Grade.of(text(finding, "severity")).orElse(Grade.UNDECIDED),
              text(finding, "message"));
        }
      }
      String about =
          evidence.statement().subjects().stream()
              .map(Subject::name)
              .collect(Collectors.joining(", "));
      for (Json item : predicate.items("undecided")) {
        if (item instanceof Json.Obj open) {
          add(
              said,
              new Key(suite, text(open, "rule"), about),
              evidence.index(),
              Grade.UNDECIDED,
              words(text(open, "reason")) + ": " + text(open, "detail"));
        }
      }
    }
    return said;
  }

  private static void add(Map<Key, Seen> said, Key key, long entry, Grade grade, String message) {
    if (key.rule().startsWith(THREATS)) {
      return;
    }
    Seen before = said.get(key);
    SequencedSet<String> messages =
        before == null ? new LinkedHashSet<>() : new LinkedHashSet<>(before.messages());
    messages.add(message);
    Grade worst = before == null || grade.compareTo(before.grade()) < 0 ? grade : before.grade();
    said.put(key, new Seen(entry, worst, messages));
  }

  private static String text(Json.Obj from, String member) {
    return from.text(member).orElse("");
  }

  private static String words(String constant) {
    return constant.toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  public Optional<Found> find(String id) {
    return all.stream().filter(found -> found.id().equals(id)).findFirst();
  }

  /// Those the newest check saw.
  public List<Found> open() {
    return all.stream().filter(Found::open).toList();
  }

  public long countOpen(Grade grade) {
    return all.stream().filter(Found::open).filter(found -> found.grade() == grade).count();
  }
}
