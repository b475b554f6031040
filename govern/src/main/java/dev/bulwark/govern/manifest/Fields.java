package dev.bulwark.govern.manifest;

import dev.bulwark.govern.manifest.ManifestProblem.Topic;
import dev.bulwark.govern.yaml.Quoted;
import dev.bulwark.govern.yaml.Yaml;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the keys of one mapping, reporting what is not as it should be. Every reading method
/// returns nothing after it reported.
final class Fields {
  /// What a draft writes where only a person knows the answer.
  static final String BLANK = "???";

  private final String about;
  private final Yaml.Mapping mapping;
  private final Problems problems;

  Fields(String about, Yaml.Mapping mapping, Problems problems) {
    this.about = about;
    this.mapping = mapping;
    this.problems = problems;
  }

  /// The node as a mapping.
  static Optional<Fields> of(String about, Yaml node, Problems problems) {
    if (node instanceof Yaml.Mapping mapping) {
      return Optional.of(new Fields(about, mapping, problems));
    }
    if (!(node instanceof Yaml.Refused)) {
      problems.add(
          Topic.FORM,
          node.at(),
          about,
          "keys and values (key: value)",
          shown(node),
          "write them indented, one on each line");
    }
    return Optional.empty();
  }

  Yaml.Mark at() {
    return mapping.at();
  }

  String about() {
    return about;
  }

  Problems problems() {
    return problems;
  }

  Optional<Yaml> find(String key) {
    return mapping.find(key);
  }

  /// The same fields under another name.
  Fields about(String name) {
    return new Fields(name, mapping, problems);
  }

  /// Reports every key that is none of these.
  void allow(Set<String> keys) {
    allow(keys, Set.of());
  }

  /// Reports every key that is none of these.
  ///
  /// @param reported keys that somebody else reports
  /// @return the keys that were probably meant, each with the place of its misspelling
  Map<String, Yaml.Mark> allow(Set<String> keys, Set<String> reported) {
    Map<String, Yaml.Mark> meant = new HashMap<>();
    for (Yaml.Mapping.Entry entry : mapping.entries()) {
      Yaml.Scalar key = entry.key();
      if (!keys.contains(key.text()) && !reported.contains(key.text())) {
        Optional<String> near = near(key.text(), keys).filter(word -> find(word).isEmpty());
        near.ifPresent(word -> meant.put(word, key.at()));
        report(
            Topic.FORM,
            key.at(),
            "one of the keys known here",
            "the key " + Quoted.of(key.text()),
            near.map(NearMiss::question)
                .orElse(
                    key.text().equals("<<")
                        ? "write the values out; merge keys are not read"
                        : "remove it, or see docs/manifest.md for the keys"));
      }
    }
    return meant;
  }

  /// The word that was probably meant; nobody is asked to guess for a report that is full already.
  private Optional<String> near(String written, Set<String> words) {
    return problems.full() ? Optional.empty() : NearMiss.of(written, words);
  }

  /// The value of a key that must be there.
  Optional<Yaml> need(Topic topic, String key, String expected) {
    Optional<Yaml> value = find(key);
    if (value.isEmpty()) {
      report(topic, at(), expected, "no " + key, "add a line " + key + ": …");
    }
    return value;
  }

  /// A text of at most `longest` characters that is there and not blank.
  Optional<String> text(Topic topic, String key, String expected, int longest) {
    return need(topic, key, expected).flatMap(node -> text(topic, node, expected, longest));
  }

  private Optional<String> text(Topic topic, Yaml node, String expected, int longest) {
    if (node instanceof Yaml.Scalar scalar && scalar.kind() == Yaml.Scalar.Kind.TEXT) {
      if (scalar.text().equals(BLANK)) {
        return fail(topic, node, expected, "write it in place of " + BLANK);
      }
      if (scalar.text().isBlank()) {
        return fail(topic, node, expected, "write it");
      }
      return scalar.text().codePointCount(0, scalar.text().length()) > longest
          ? fail(topic, node, "at most " + longest + " characters", "say it shorter")
          : Optional.of(scalar.text());
    }
    boolean quote = node instanceof Yaml.Scalar scalar && !scalar.text().isEmpty();
    return fail(topic, node, expected, quote ? "put it in quotation marks" : "write it");
  }

  /// A text of a fixed shape.
  Optional<String> word(Topic topic, String key, String expected, Pattern shape) {
    Optional<String> text = text(topic, key, expected, 64);
    if (text.isPresent() && !shape.matcher(text.get()).matches()) {
      return fail(topic, find(key).orElseThrow(), expected, "use only these characters");
    }
    return text;
  }

  /// The items of a list that may be absent.
  List<Yaml> items(String key, String expected) {
    return find(key).map(node -> items(node, expected)).orElse(List.of());
  }

  private List<Yaml> items(Yaml node, String expected) {
    if (node instanceof Yaml.Items list) {
      return list.items();
    }
    fail(Topic.FORM, node, expected, "write one item on each line after \"- \", or [] for none");
    return List.of();
  }

  /// The texts in a list that may be absent.
  List<Located> texts(String key, String expected) {
    List<Located> texts = new ArrayList<>();
    for (Yaml item : items(key, "a list of " + expected)) {
      text(Topic.FORM, item, expected, 1024)
          .ifPresent(text -> texts.add(new Located(text, item.at())));
    }
    return texts;
  }

  record Located(String text, Yaml.Mark at) {}

  <T> Optional<T> fail(Topic topic, Yaml node, String expected, String fix) {
    if (!(node instanceof Yaml.Refused)) {
      report(topic, node.at(), expected, shown(node), fix);
    }
    return Optional.empty();
  }

  void report(Topic topic, Yaml.Mark at, String expected, String found, String fix) {
    problems.add(topic, at, about, expected, found, fix);
  }

  /// What stands there, for a message.
  static String shown(Yaml node) {
    return switch (node) {
      case Yaml.Items _ -> "a list";
      case Yaml.Mapping _ -> "keys and values";
      case Yaml.Refused _ -> "something that is not read";
      case Yaml.Scalar scalar ->
          switch (scalar.kind()) {
            case NOTHING -> "nothing";
            case FLAG -> scalar.text();
            case INTEGER, REAL -> "the number " + Quoted.line(scalar.text());
            case TEXT -> scalar.text().isEmpty() ? "an empty text" : Quoted.of(scalar.text());
          };
    };
  }
}
