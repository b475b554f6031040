package dev.bulwark.govern.facts;

import dev.bulwark.govern.facts.FactSpec.Concern;
import dev.bulwark.govern.facts.FactSpec.Derivation;
import dev.bulwark.govern.facts.FactSpec.Nature;
import dev.bulwark.govern.yaml.Yaml;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `facts.yaml`; every contradiction in it is a defect of ours and throws.
final class FactTableReader {
  private static final Set<String> KEYS =
      Set.of(
          "type",
          "values",
          "to",
          "nature",
          "unsafe",
          "when",
          "otherwise",
          "derived",
          "what",
          "why");

  Map<ElementKind, SequencedMap<String, FactSpec>> kinds(Yaml root) {
    Map<ElementKind, SequencedMap<String, FactSpec>> kinds = new EnumMap<>(ElementKind.class);
    for (Yaml.Mapping.Entry section : mapping(root).entries()) {
      SequencedMap<String, FactSpec> specs = new LinkedHashMap<>();
      for (Yaml.Mapping.Entry fact : mapping(section.value()).entries()) {
        specs.put(fact.key().text(), spec(fact.key().text(), mapping(fact.value())));
      }
      specs.values().forEach(spec -> requireParent(spec, specs));
      kinds.put(kind(section.key()), specs);
    }
    if (kinds.size() != ElementKind.values().length) {
      throw new IllegalArgumentException("facts.yaml has no section for some kind of element");
    }
    return kinds;
  }

  private static FactSpec spec(String name, Yaml.Mapping fields) {
    for (Yaml.Mapping.Entry entry : fields.entries()) {
      if (!KEYS.contains(entry.key().text())) {
        throw wrong(entry.key(), "an unknown key");
      }
    }
    FactType type = type(fields);
    return new FactSpec(
        name,
        type,
        nature(fields, type),
        value(type, need(fields, "unsafe")),
        text(need(fields, "what")),
        text(need(fields, "why")));
  }

  private static FactType type(Yaml.Mapping fields) {
    Yaml word = need(fields, "type");
    return switch (text(word)) {
      case "flag" -> new FactType.Flag();
      case "count" -> new FactType.Count();
      case "word" -> new FactType.Word(texts(need(fields, "values")));
      case "words" -> new FactType.Words(texts(need(fields, "values")));
      case "reference" -> {
        List<String> to = texts(need(fields, "to"));
        yield new FactType.Reference(kinds(to), to.contains(FactSpec.OUTSIDE));
      }
      case "references" -> new FactType.References(kinds(texts(need(fields, "to"))));
      default -> throw wrong(word, "an unknown type");
    };
  }

  private static Nature nature(Yaml.Mapping fields, FactType type) {
    Yaml word = need(fields, "nature");
    return switch (text(word)) {
      case "ability" -> mandatory(Concern.ABILITY, fields, type);
      case "exposure" -> mandatory(Concern.EXPOSURE, fields, type);
      case "safety" -> new Nature.Safety();
      case "derived" -> new Nature.Derived(derivation(mapping(need(fields, "derived"))));
      default -> throw wrong(word, "an unknown nature");
    };
  }

  private static Nature mandatory(Concern concern, Yaml.Mapping fields, FactType type) {
    return fields
        .find("when")
        .<Nature>map(
            flag ->
                new Nature.MandatoryWhen(
                    concern, text(flag), value(type, need(fields, "otherwise"))))
        .orElse(new Nature.Mandatory(concern));
  }

  private static Derivation derivation(Yaml.Mapping fields) {
    Yaml rule = need(fields, "rule");
    return switch (text(rule)) {
      case "has" -> new Derivation.Has(text(need(fields, "fact")), text(need(fields, "value")));
      case "to-llm" -> new Derivation.ToLlm();
      case "from-llm" -> new Derivation.FromLlm();
      case "crosses-zones" -> new Derivation.CrossesZones();
      default -> throw wrong(rule, "an unknown derivation");
    };
  }

  private static Fact.Value value(FactType type, Yaml node) {
    return switch (type) {
      case FactType.Flag _ -> new Fact.Value.Flag(Boolean.parseBoolean(text(node)));
      case FactType.Count _ -> new Fact.Value.Count(Long.parseLong(text(node)));
      case FactType.Word(List<String> values) -> new Fact.Value.Word(oneOf(values, node));
      case FactType.Words(List<String> values) -> {
        texts(node).forEach(word -> require(values.contains(word), node, word));
        yield new Fact.Value.Words(texts(node));
      }
      case FactType.Reference _ -> new Fact.Value.Word(text(node));
      case FactType.References _ -> new Fact.Value.Words(texts(node));
    };
  }

  private static String oneOf(List<String> values, Yaml node) {
    require(values.contains(text(node)), node, text(node));
    return text(node);
  }

  private static void require(boolean holds, Yaml node, String word) {
    if (!holds) {
      throw wrong(node, "\"" + word + "\", which is not among the values");
    }
  }

  /// What a fact hangs on must be sure: a mandatory or derived flag, or a list that holds the word.
  private static void requireParent(FactSpec spec, Map<String, FactSpec> specs) {
    boolean sound =
        switch (spec.nature()) {
          case Nature.MandatoryWhen(Concern _, String flag, Fact.Value _) -> sure(specs.get(flag));
          case Nature.Derived(Derivation.Has(String fact, String value)) ->
              holds(specs.get(fact), value);
          case Nature.Derived _, Nature.Mandatory _, Nature.Safety _ -> true;
        };
    if (!sound) {
      throw new IllegalArgumentException("facts.yaml: " + spec.name() + " hangs on no sure fact");
    }
  }

  private static boolean sure(@Nullable FactSpec flag) {
    return flag != null
        && flag.type() instanceof FactType.Flag
        && (flag.nature() instanceof Nature.Mandatory || flag.nature() instanceof Nature.Derived);
  }

  private static boolean holds(@Nullable FactSpec list, String value) {
    return list != null
        && list.type() instanceof FactType.Words(List<String> values)
        && values.contains(value);
  }

  private static ElementKind kind(Yaml.Scalar section) {
    return Arrays.stream(ElementKind.values())
        .filter(kind -> kind.section().equals(section.text()))
        .findFirst()
        .orElseThrow(() -> wrong(section, "an unknown section"));
  }

  private static Set<ElementKind> kinds(List<String> sections) {
    Set<ElementKind> kinds = EnumSet.noneOf(ElementKind.class);
    for (ElementKind kind : ElementKind.values()) {
      if (sections.contains(kind.section())) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  private static Yaml need(Yaml.Mapping fields, String key) {
    return fields.find(key).orElseThrow(() -> wrong(fields, "no " + key));
  }

  private static Yaml.Mapping mapping(Yaml node) {
    if (node instanceof Yaml.Mapping mapping) {
      return mapping;
    }
    throw wrong(node, "no mapping");
  }

  private static String text(Yaml node) {
    if (node instanceof Yaml.Scalar scalar) {
      return scalar.text();
    }
    throw wrong(node, "no word");
  }

  private static List<String> texts(Yaml node) {
    if (node instanceof Yaml.Items items) {
      return items.items().stream().map(FactTableReader::text).toList();
    }
    throw wrong(node, "no list");
  }

  private static IllegalArgumentException wrong(Yaml node, String found) {
    return new IllegalArgumentException("facts.yaml line " + node.at().line() + ": " + found);
  }
}
