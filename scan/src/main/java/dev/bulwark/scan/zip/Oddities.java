package dev.bulwark.scan.zip;

import dev.bulwark.kernel.check.Place;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Collects oddities, and stays small however many a hostile archive has.
final class Oddities {
  private static final int MAX_NAME = 120;

  private final List<ZipView.Oddity> kept = new ArrayList<>();
  private final Map<ZipView.Kind, Integer> counts = new EnumMap<>(ZipView.Kind.class);

  void add(ZipView.Kind kind, long offset, String what) {
    if (counts.merge(kind, 1, Integer::sum) <= ZipView.MAX_ODDITIES) {
      kept.add(new ZipView.Oddity(kind, offset, what));
    }
  }

  List<ZipView.Oddity> list() {
    return kept;
  }

  /// A name from the archive, fit for a message.
  static String quoted(String name) {
    String shown = name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME) + "…";
    return "\"" + Place.printable(shown) + "\"";
  }
}
