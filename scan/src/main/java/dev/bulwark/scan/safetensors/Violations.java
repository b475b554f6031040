package dev.bulwark.scan.safetensors;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.safetensors.SafetensorsView.Kind;
import dev.bulwark.scan.safetensors.SafetensorsView.Violation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Collects violations, and stays small however many a hostile header has. The bound holds for each
/// kind, so that many of one kind cannot crowd out another.
final class Violations {
  private static final int MAX_NAME = 120;
  private static final int MAX_OF_A_KIND = SafetensorsView.MAX_VIOLATIONS / Kind.values().length;

  private final List<Violation> kept = new ArrayList<>();
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

  void add(Kind kind, long offset, String what) {
    if (counts.merge(kind, 1, Integer::sum) <= MAX_OF_A_KIND) {
      kept.add(new Violation(kind, offset, what));
    }
  }

  List<Violation> list() {
    return kept;
  }

  static String quoted(String name) {
    String shown = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "…";
    return "\"" + Place.printable(shown) + "\"";
  }
}
