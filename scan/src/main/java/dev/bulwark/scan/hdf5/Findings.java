package dev.bulwark.scan.hdf5;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.hdf5.Hdf5View.Kind;
import dev.bulwark.scan.hdf5.Hdf5View.Oddity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Collects oddities, so many of each kind.
final class Findings {
  private static final int SHOWN = 80;

  private final List<Oddity> all = new ArrayList<>();
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

  void add(Kind kind, long at, String what) {
    if (counts.merge(kind, 1, Integer::sum) <= Hdf5View.MAX_ODDITIES) {
      all.add(new Oddity(kind, at, what));
    }
  }

  List<Oddity> all() {
    return all;
  }

  static String quoted(String name) {
    String shown = name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name;
    return "\"" + Place.printable(shown) + "\"";
  }
}
