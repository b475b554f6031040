package dev.bulwark.govern.manifest;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.govern.facts.FactType;
import dev.bulwark.govern.manifest.ManifestProblem.Topic;
import dev.bulwark.govern.yaml.Quoted;
import dev.bulwark.govern.yaml.Yaml;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads the value of one fact from the manifest.
final class FactValues {
  private static final Pattern REFERENCE = Pattern.compile("[a-z]+/" + ElementReader.ID);

  private final Fields fields;

  FactValues(Fields fields) {
    this.fields = fields;
  }

  /// The value, or nothing after reporting why there is none.
  Optional<Fact.Value> read(FactSpec spec, Yaml node) {
    if (node instanceof Yaml.Scalar scalar && scalar.text().equals(Fields.BLANK)) {
      return fields.fail(
          Topic.FACTS,
          node,
          expected(spec.type()),
          "answer: " + spec.what() + "? " + because(spec));
    }
    return switch (spec.type()) {
      case FactType.Flag _ -> flag(node);
      case FactType.Count _ -> count(node);
      case FactType.Word(List<String> values) ->
          one(node, values, expected(spec.type())).map(Fact.Value.Word::new);
      case FactType.Words(List<String> values) ->
          many(node, values, expected(spec.type())).map(Fact.Value.Words::new);
      case FactType.Reference(Set<ElementKind> to, boolean outside) ->
          reference(node, to, outside).map(Fact.Value.Word::new);
      case FactType.References(Set<ElementKind> to) -> references(node, to);
    };
  }

  /// What the type allows, for a message.
  static String expected(FactType type) {
    return switch (type) {
      case FactType.Flag _ -> "true or false";
      case FactType.Count _ -> "a whole number from 0";
      case FactType.Word(List<String> values) -> "one of " + String.join(", ", values);
      case FactType.Words(List<String> values) ->
          "a list, possibly [], of " + String.join(", ", values);
      case FactType.Reference(Set<ElementKind> to, boolean outside) ->
          forms(to) + (outside ? " or " + FactSpec.OUTSIDE : "");
      case FactType.References(Set<ElementKind> to) -> "a list, possibly [], of " + forms(to);
    };
  }

  static String because(FactSpec spec) {
    return "(" + spec.why() + ")";
  }

  private static String forms(Set<ElementKind> to) {
    return to.stream()
        .sorted()
        .map(kind -> kind.word() + "/<id>")
        .collect(Collectors.joining(", "));
  }

  private Optional<Fact.Value> flag(Yaml node) {
    if (node instanceof Yaml.Scalar scalar) {
      if (scalar.kind() == Yaml.Scalar.Kind.FLAG) {
        return Optional.of(new Fact.Value.Flag(Boolean.parseBoolean(scalar.text())));
      }
      String fix =
          switch (scalar.text().toLowerCase(java.util.Locale.ROOT)) {
            case "yes", "y", "on" -> "write true";
            case "no", "n", "off" -> "write false";
            case "true", "false" -> "remove the quotation marks";
            default -> "write true or false";
          };
      return fields.fail(Topic.FORM, node, "true or false", fix);
    }
    return fields.fail(Topic.FORM, node, "true or false", "write true or false");
  }

  private Optional<Fact.Value> count(Yaml node) {
    boolean whole =
        node instanceof Yaml.Scalar scalar
            && scalar.kind() == Yaml.Scalar.Kind.INTEGER
            && scalar.text().matches("[0-9]{1,16}")
            && Long.parseLong(scalar.text()) <= Json.Int.MAX;
    return whole
        ? Optional.of(new Fact.Value.Count(Long.parseLong(((Yaml.Scalar) node).text())))
        : fields.fail(Topic.FORM, node, "a whole number from 0", "write it in digits only");
  }

  private Optional<String> one(Yaml node, Collection<String> values, String expected) {
    if (node instanceof Yaml.Scalar scalar) {
      boolean text = scalar.kind() == Yaml.Scalar.Kind.TEXT;
      return text && values.contains(scalar.text())
          ? Optional.of(scalar.text())
          : fields.fail(
              Topic.FORM,
              node,
              expected,
              NearMiss.fix(scalar.text(), values, "choose one of them"));
    }
    return fields.fail(Topic.FORM, node, expected, "choose one of them");
  }

  private Optional<List<String>> many(Yaml node, Collection<String> values, String expected) {
    if (!(node instanceof Yaml.Items list)) {
      return fields.fail(Topic.FORM, node, expected, "put it in square brackets, [] for none");
    }
    List<String> words = new ArrayList<>();
    for (Yaml item : list.items()) {
      one(item, values, "one of " + String.join(", ", values)).ifPresent(words::add);
    }
    return words.size() == list.items().size() ? distinct(list, words) : Optional.empty();
  }

  private Optional<List<String>> distinct(Yaml.Items list, List<String> words) {
    Set<String> seen = new LinkedHashSet<>();
    for (int i = 0; i < words.size(); i++) {
      if (!seen.add(words.get(i))) {
        fields.report(
            Topic.FORM,
            list.items().get(i).at(),
            "each word once",
            Quoted.of(words.get(i)) + " again",
            "remove one of the two");
        return Optional.empty();
      }
    }
    return Optional.of(words);
  }

  private Optional<String> reference(Yaml node, Set<ElementKind> to, boolean outside) {
    String expected = expected(new FactType.Reference(to, outside));
    if (!(node instanceof Yaml.Scalar scalar) || scalar.kind() != Yaml.Scalar.Kind.TEXT) {
      return fields.fail(Topic.FORM, node, expected, "name the element as kind/id");
    }
    String text = scalar.text();
    boolean known = to.stream().anyMatch(kind -> text.startsWith(kind.word() + "/"));
    boolean element = known && REFERENCE.matcher(text).matches();
    if (element || (outside && text.equals(FactSpec.OUTSIDE))) {
      return Optional.of(text);
    }
    return fields.fail(Topic.FORM, node, expected, singular(text, to));
  }

  /// People write the section's word before the slash; one spelling is enough.
  private static String singular(String text, Set<ElementKind> to) {
    return to.stream()
        .filter(kind -> text.startsWith(kind.section() + "/"))
        .findFirst()
        .map(kind -> "write " + Quoted.line(kind.word() + text.substring(kind.section().length())))
        .orElse("name the element as kind/id");
  }

  private Optional<Fact.Value> references(Yaml node, Set<ElementKind> to) {
    if (!(node instanceof Yaml.Items list)) {
      return fields.fail(
          Topic.FORM,
          node,
          expected(new FactType.References(to)),
          "put it in square brackets, [] for none");
    }
    List<String> paths = new ArrayList<>();
    for (Yaml item : list.items()) {
      reference(item, to, false).ifPresent(paths::add);
    }
    return paths.size() == list.items().size()
        ? distinct(list, paths).map(Fact.Value.Words::new)
        : Optional.empty();
  }
}
