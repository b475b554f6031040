package dev.bulwark.server.console;

import dev.bulwark.control.gate.RecordedDecision;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// What was decided at each gate and when, as bands over time, from the decisions on record.
///
/// @param from the first decision of all
/// @param until now
/// @param gates those that were ever asked, in the order of the life cycle
public record GateHistory(Instant from, Instant until, List<Line> gates) {
  /// The width of the picture, in its own units.
  public static final int WIDTH = 1000;

  public GateHistory {
    gates = List.copyOf(gates);
  }

  /// @param bands from left to right, without gaps after the first decision
  public record Line(String gate, List<Band> bands) {
    public Line {
      bands = List.copyOf(bands);
    }
  }

  /// @param x and `width` in units of the picture
  /// @param entry of the decision in the ledger
  public record Band(int x, int width, boolean allowed, Instant decided, long entry) {}

  public static GateHistory of(List<Evidence> ledger, Instant now) {
    Map<GateName, List<Point>> points = new EnumMap<>(GateName.class);
    for (Evidence evidence : ledger) {
      RecordedDecision.of(evidence.statement())
          .ifPresent(
              decision ->
                  points
                      .computeIfAbsent(decision.gate(), _ -> new ArrayList<>())
                      .add(new Point(decision.decided(), decision.allowed(), evidence.index())));
    }
    Instant from =
        points.values().stream()
            .map(each -> each.getFirst().at())
            .min(Instant::compareTo)
            .orElse(now);
    List<Line> lines = new ArrayList<>();
    points.forEach((gate, each) -> lines.add(new Line(gate.word(), bands(each, from, now))));
    return new GateHistory(from, now, lines);
  }

  private record Point(Instant at, boolean allowed, long entry) {}

  private static List<Band> bands(List<Point> points, Instant from, Instant until) {
    List<Band> bands = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      Point point = points.get(i);
      Instant next = i + 1 < points.size() ? points.get(i + 1).at() : until;
      int x = place(point.at(), from, until);
      bands.add(
          new Band(
              x,
              Math.max(4, place(next, from, until) - x),
              point.allowed(),
              point.at(),
              point.entry()));
    }
    return bands;
  }

  private static int place(Instant at, Instant from, Instant until) {
    long whole = Math.max(1, Duration.between(from, until).toMillis());
    return (int) (WIDTH * Duration.between(from, at).toMillis() / whole);
  }
}
