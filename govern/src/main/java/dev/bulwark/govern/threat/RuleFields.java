package dev.bulwark.govern.threat;

import dev.bulwark.govern.yaml.Quoted;
import dev.bulwark.govern.yaml.Yaml;
import dev.bulwark.govern.yaml.YamlReading.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One mapping of a rule file, read key by key. What is missing or wrong is reported and comes back
/// empty; a key nobody asked for is reported at the end.
final class RuleFields {
  private final Yaml.Mapping mapping;
  private final List<Problem> problems;
  private final Set<String> asked = new HashSet<>();

  RuleFields(Yaml.Mapping mapping, List<Problem> problems) {
    this.mapping = mapping;
    this.problems = problems;
  }

  /// The mapping, or an empty one that was reported.
  static RuleFields of(Yaml node, List<Problem> problems) {
    if (node instanceof Yaml.Mapping mapping) {
      return new RuleFields(mapping, problems);
    }
    problems.add(new Problem(node.at(), "a mapping", "something else", "write key: value lines"));
    return new RuleFields(new Yaml.Mapping(List.of(), node.at()), problems);
  }

  Optional<Yaml> need(String key) {
    asked.add(key);
    Optional<Yaml> value = mapping.find(key);
    if (value.isEmpty()) {
      report(mapping, "the key " + key, "none", "add it");
    }
    return value;
  }

  /// One line of text.
  String text(String key) {
    return need(key).map(node -> text(node)).orElse("");
  }

  String text(Yaml node) {
    if (node instanceof Yaml.Scalar scalar
        && scalar.kind() != Yaml.Scalar.Kind.NOTHING
        && !scalar.text().isBlank()) {
      return scalar.text();
    }
    report(node, "a text", "something else", "write one line of text");
    return "";
  }

  List<Yaml> items(String key) {
    Optional<Yaml> node = need(key);
    if (node.isPresent() && node.get() instanceof Yaml.Items items) {
      return items.items();
    }
    node.ifPresent(other -> report(other, "a list", "something else", "write [one, two]"));
    return List.of();
  }

  /// Texts of one form.
  List<String> texts(String key, Pattern form) {
    List<Yaml> items = items(key);
    for (Yaml item : items) {
      if (!form.matcher(text(item)).matches()) {
        report(item, "an id like " + form, Quoted.of(text(item)), "correct the id");
      }
    }
    return items.stream().map(this::text).toList();
  }

  int number(String key, int least, int most) {
    Optional<Yaml> node = need(key);
    return node.map(value -> number(value, least, most)).orElse(least);
  }

  int number(Yaml node, int least, int most) {
    if (node instanceof Yaml.Scalar scalar && scalar.text().matches("[0-9]{1,9}")) {
      int value = Integer.parseInt(scalar.text());
      if (value >= least && value <= most) {
        return value;
      }
    }
    report(
        node, "a number from " + least + " to " + most, "something else", "write a whole number");
    return least;
  }

  /// The one of `values` whose `word` is written here.
  <T> @Nullable T oneOf(Yaml node, List<T> values, java.util.function.Function<T, String> word) {
    String written = text(node);
    for (T value : values) {
      if (word.apply(value).equals(written)) {
        return value;
      }
    }
    report(
        node,
        "one of " + values.stream().map(word).toList(),
        Quoted.of(written),
        "choose one of them");
    return null;
  }

  /// Reports every key nobody asked for.
  void close() {
    for (Yaml.Mapping.Entry entry : mapping.entries()) {
      if (!asked.contains(entry.key().text())) {
        report(
            entry.key(),
            "one of " + asked.stream().sorted().toList(),
            "the key " + Quoted.of(entry.key().text()),
            "remove or rename it");
      }
    }
  }

  void report(Yaml node, String expected, String found, String fix) {
    problems.add(new Problem(node.at(), expected, found, fix));
  }
}
