package dev.bulwark.govern.manifest;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.govern.facts.FactSpec.Derivation;
import dev.bulwark.govern.facts.FactSpec.Nature;
import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.govern.manifest.ManifestProblem.Topic;
import dev.bulwark.govern.yaml.Quoted;
import dev.bulwark.govern.yaml.Yaml;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads elements: their ids, titles, files and written facts.
final class ElementReader {
  static final String ID = "[a-z0-9]+(-[a-z0-9]+)*";
  static final String ID_WORDS = "an id of lower-case letters, digits and single hyphens";
  static final Pattern ID_SHAPE = Pattern.compile(ID);
  static final int LONGEST_TITLE = 200;

  private final FactTable table;
  private final Problems problems;
  private final Set<ElementKind> torn = EnumSet.noneOf(ElementKind.class);

  ElementReader(FactTable table, Problems problems) {
    this.table = table;
    this.problems = problems;
  }

  /// Whether elements of this kind can be in files.
  static boolean inFiles(ElementKind kind) {
    return switch (kind) {
      case COMPONENT, MODEL, DATASET, PROMPT, AGENT, TOOL -> true;
      case SYSTEM, ENVIRONMENT, FLOW, SUPPLIER -> false;
    };
  }

  /// The elements of one list of the manifest.
  List<Declared> section(Fields root, ElementKind kind) {
    List<Declared> elements = new ArrayList<>();
    if (root.find(kind.section()).filter(node -> !(node instanceof Yaml.Items)).isPresent()) {
      torn.add(kind);
    }
    int number = 0;
    for (Yaml item : root.items(kind.section(), "a list of " + kind.section())) {
      number++;
      Fields.of(kind.section() + " item " + number, item, problems)
          .flatMap(fields -> element(kind, fields))
          .ifPresentOrElse(elements::add, () -> torn.add(kind));
    }
    return elements;
  }

  /// The kinds of which some element could not be read, so that a reference to an unknown one may
  /// be sound.
  Set<ElementKind> torn() {
    return torn;
  }

  private Optional<Declared> element(ElementKind kind, Fields unnamed) {
    Optional<String> id = unnamed.word(Topic.FORM, "id", ID_WORDS, ID_SHAPE);
    Fields fields = id.map(name -> unnamed.about(kind.word() + "/" + name)).orElse(unnamed);
    Set<String> keys = new HashSet<>(Set.of("id", "title"));
    if (inFiles(kind)) {
      keys.add("files");
    }
    String title =
        fields.find("title").isPresent()
            ? fields.text(Topic.FORM, "title", "a title", LONGEST_TITLE).orElse("")
            : id.orElse("");
    Declared element = facts(kind, id.orElse(""), title, fields, keys);
    return id.map(_ -> element);
  }

  /// The element with the facts found among its fields; other keys than facts and `keys` are
  /// reported.
  Declared facts(ElementKind kind, String id, String title, Fields fields, Set<String> keys) {
    Set<String> allowed = new HashSet<>(keys);
    Map<String, Fact.Value> facts = new HashMap<>();
    Map<String, Yaml.Mark> marks = new HashMap<>();
    FactValues values = new FactValues(fields);
    for (FactSpec spec : table.of(kind).values()) {
      if (spec.written()) {
        allowed.add(spec.name());
      }
      fields
          .find(spec.name())
          .filter(_ -> refuseDerived(spec, fields))
          .ifPresent(
              node -> {
                marks.put(spec.name(), node.at());
                values.read(spec, node).ifPresent(value -> facts.put(spec.name(), value));
              });
    }
    fields.allow(allowed, derived(kind)).forEach(marks::putIfAbsent);
    List<Fields.Located> patterns =
        keys.contains("files") ? fields.texts("files", "a file name or pattern") : List.of();
    return new Declared(kind, id, title, facts, marks, patterns, fields);
  }

  private Set<String> derived(ElementKind kind) {
    Set<String> names = new HashSet<>();
    table.of(kind).values().stream()
        .filter(spec -> !spec.written())
        .forEach(spec -> names.add(spec.name()));
    return names;
  }

  /// Reports a derived fact that was written; true when the fact may be written.
  private static boolean refuseDerived(FactSpec spec, Fields fields) {
    if (!(spec.nature() instanceof Nature.Derived(Derivation from))) {
      return true;
    }
    String fix =
        switch (from) {
          case Derivation.Has(String fact, String value) ->
              "remove it, and list " + Quoted.line(value) + " under " + fact + " when it is so";
          case Derivation.ToLlm _, Derivation.FromLlm _, Derivation.CrossesZones _ ->
              "remove it; it follows from the two ends of the flow";
        };
    fields.report(
        Topic.FORM,
        fields.find(spec.name()).orElseThrow().at(),
        "only facts that do not follow from others",
        "the key \"" + spec.name() + "\"",
        fix);
    return false;
  }
}
