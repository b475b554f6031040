package dev.bulwark.server.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// One answer in Prometheus' text format, version 0.0.4.
///
/// @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">the format</a>
final class Exposition {
  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final SequencedMap<String, Family> families = new LinkedHashMap<>();

  private record Family(String type, String help, SortedMap<String, String> samples) {}

  /// Adds a sample.
  ///
  /// @param type `counter` or `gauge`
  /// @param labels name, value, name, value, …
  void add(String name, String type, String help, long value, String... labels) {
    family(name, type, help).samples().put(name + labels(List.of(labels)), Long.toString(value));
  }

  /// Adds a histogram's samples.
  void add(String name, String help, Histogram.Taken taken, String... labels) {
    SortedMap<String, String> samples = family(name, "histogram", help).samples();
    long count = 0;
    for (int i = 0; i < taken.counts().size(); i++) {
      count += taken.counts().get(i);
      String bound = i < Histogram.BOUNDS.size() ? number(Histogram.BOUNDS.get(i)) : "+Inf";
      List<String> all = new java.util.ArrayList<>(List.of(labels));
      all.add("le");
      all.add(bound);
      // Buckets stand in the order of their bounds.
      samples.put(
          name + labels(List.of(labels)) + "\u0001%02d".formatted(i),
          name + "_bucket" + labels(all) + " " + count);
    }
    samples.put(
        name + labels(List.of(labels)) + "\u0002",
        name + "_sum" + labels(List.of(labels)) + " " + number(taken.sum()));
    samples.put(
        name + labels(List.of(labels)) + "\u0003",
        name + "_count" + labels(List.of(labels)) + " " + count);
  }

  private Family family(String name, String type, String help) {
    return families.computeIfAbsent(name, _ -> new Family(type, help, new TreeMap<>()));
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String labels(List<String> labels) {
    if (labels.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < labels.size(); i += 2) {
      text.append(i == 0 ? "" : ",")
          .append(labels.get(i))
          .append("=\"")
          .append(
              labels.get(i + 1).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
          .append('"');
    }
    return text.append('}').toString();
  }

  String render() {
    StringBuilder text = new StringBuilder();
    families.forEach(
        (name, family) -> {
          text.append("# HELP ").append(name).append(' ').append(family.help()).append('\n');
          text.append("# TYPE ").append(name).append(' ').append(family.type()).append('\n');
          for (Map.Entry<String, String> sample : family.samples().entrySet()) {
            text.append(
                    family.type().equals("histogram")
                        ? sample.getValue()
                        : sample.getKey() + " " + sample.getValue())
                .append('\n');
          }
        });
    return text.toString();
  }
}
