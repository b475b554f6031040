package dev.bulwark.server.console.risk;

import dev.bulwark.server.finding.Findings;
import dev.bulwark.server.finding.Grade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Open findings over time as a stacked area, with the same in numbers.
///
/// @param points oldest first; at most 60, evenly picked when there were more checks
/// @param areas from the bottom up
/// @param most the top of the picture, in findings
public record Trend(List<Findings.Point> points, List<Area> areas, int most) {
  /// The picture's own units.
  public static final int WIDTH = 1000;

  public static final int HEIGHT = 220;
  private static final int MOST_POINTS = 60;

  public Trend {
    points = List.copyOf(points);
    areas = List.copyOf(areas);
  }

  /// @param path of an SVG
  public record Area(Grade grade, String path) {}

  public static Trend of(List<Findings.Point> all) {
    List<Findings.Point> points = picked(all);
    int most = Math.max(1, points.stream().mapToInt(Findings.Point::counting).max().orElse(1));
    List<Area> areas = new ArrayList<>();
    int[] below = new int[points.size()];
    for (Grade grade : Grade.values()) {
      if (grade.counts() && points.stream().anyMatch(point -> point.count(grade) > 0)) {
        areas.add(new Area(grade, path(grade, points, below, most)));
      }
    }
    return new Trend(points, areas, most);
  }

  private static List<Findings.Point> picked(List<Findings.Point> all) {
    if (all.size() <= MOST_POINTS) {
      return all;
    }
    List<Findings.Point> some = new ArrayList<>();
    for (int i = 0; i < MOST_POINTS; i++) {
      some.add(all.get((int) ((long) i * (all.size() - 1) / (MOST_POINTS - 1))));
    }
    return some;
  }

  /// Along the top from left to right and along what lies below back again; adds itself to it.
  private static String path(Grade grade, List<Findings.Point> points, int[] below, int most) {
    StringBuilder top = new StringBuilder();
    StringBuilder bottom = new StringBuilder();
    for (int i = 0; i < points.size(); i++) {
      int x = x(points, i);
      bottom.insert(0, " L%d %d".formatted(x, y(below[i], most)));
      below[i] += points.get(i).count(grade);
      top.append("%s%d %d".formatted(i == 0 ? "M" : " L", x, y(below[i], most)));
    }
    if (points.size() == 1) {
      top.append(" L%d %d".formatted(WIDTH, y(below[0], most)));
      bottom.insert(0, " L%d %d".formatted(WIDTH, y(below[0] - points.get(0).count(grade), most)));
    }
    return top.append(bottom).append(" Z").toString();
  }

  private static int y(int count, int most) {
    return HEIGHT - HEIGHT * count / most;
  }

  private static int x(List<Findings.Point> points, int i) {
    Instant from = points.getFirst().at();
    long whole = Math.max(1, Duration.between(from, points.getLast().at()).toMillis());
    return (int) (WIDTH * Duration.between(from, points.get(i).at()).toMillis() / whole);
  }

  /// Every change in a sentence, for who does not see the picture.
  public String words() {
    if (points.isEmpty()) {
      return "no check yet";
    }
    return String.format(
        Locale.ROOT,
        "%d open at the first of %d checks shown, %d at the last",
        points.getFirst().counting(),
        points.size(),
        points.getLast().counting());
  }
}
