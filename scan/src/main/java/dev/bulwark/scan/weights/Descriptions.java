package dev.bulwark.scan.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gathers ranges by neighbour while a file is read.
public final class Descriptions {
  private static final int MOST_FILES = 4_096;

  private final Map<String, List<Range>> files = new LinkedHashMap<>();

  public void add(String location, Range range) {
    if (files.size() < MOST_FILES || files.containsKey(location)) {
      List<Range> ranges = files.computeIfAbsent(location, _ -> new ArrayList<>(4));
      if (ranges.size() < Described.MOST_RANGES) {
        ranges.add(range);
      }
    }
  }

  public List<Described> list() {
    List<Described> described = new ArrayList<>();
    files.forEach((location, ranges) -> described.add(new Described(location, ranges)));
    return List.copyOf(described);
  }
}
