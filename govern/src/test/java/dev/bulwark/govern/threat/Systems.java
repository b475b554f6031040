package dev.bulwark.govern.threat;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.govern.facts.FactSpec.Derivation;
import dev.bulwark.govern.facts.FactSpec.Nature;
import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.govern.facts.FactType;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Systems made by hand from the table of facts, without a manifest.
final class Systems {
  static final FactTable TABLE = FactTable.builtin();
  static final ThreatRules RULES = ThreatRules.builtin(TABLE);

  /// The safe words, which the table has no need to know.
  private static final Map<String, String> SAFE_WORDS =
      Map.ofEntries(
          Map.entry("riskTier", "minimal"),
          Map.entry("authn", "phishing-resistant"),
          Map.entry("adminAuthn", "phishing-resistant"),
          Map.entry("secretsIn", "vault"),
          Map.entry("format", "safetensors"),
          Map.entry("adapterOrigin", "none"),
          Map.entry("credentialScope", "per-action"),
          Map.entry("approval", "per-action-bound"),
          Map.entry("in", "component/core"),
          Map.entry("supplier", "supplier/acme"),
          Map.entry("zone", "isolated"),
          Map.entry("runsOn", "server"),
          Map.entry("memory", "none"),
          Map.entry("origin", "own"),
          Map.entry("writableBy", "nobody"),
          Map.entry("model", "model/core"),
          Map.entry("from", "component/core"),
          Map.entry("to", "component/core"),
          Map.entry("use", "operate"),
          Map.entry("kind", ""));

  private Systems() {}

  /// Can do nothing, is reached by nobody, has every protection.
  static SortedMap<String, Fact.Value> benign(ElementKind kind) {
    SortedMap<String, Fact.Value> facts = new TreeMap<>();
    for (FactSpec spec : TABLE.of(kind).values()) {
      facts.put(spec.name(), safe(kind, spec));
    }
    return facts;
  }

  /// Can do everything, is reached by everybody, has every protection.
  static SortedMap<String, Fact.Value> exposed(ElementKind kind) {
    SortedMap<String, Fact.Value> facts = new TreeMap<>();
    for (FactSpec spec : TABLE.of(kind).values()) {
      facts.put(
          spec.name(), spec.nature() instanceof Nature.Safety ? safe(kind, spec) : spec.unsafe());
    }
    return facts;
  }

  /// Everything at its worst.
  static SortedMap<String, Fact.Value> unsafe(ElementKind kind) {
    SortedMap<String, Fact.Value> facts = new TreeMap<>();
    TABLE.of(kind).values().forEach(spec -> facts.put(spec.name(), spec.unsafe()));
    return facts;
  }

  /// The facts themselves, and copies in which one word of an ability or exposure is another one.
  static List<SortedMap<String, Fact.Value>> variants(
      ElementKind kind, SortedMap<String, Fact.Value> facts) {
    List<SortedMap<String, Fact.Value>> all = new ArrayList<>(List.of(facts));
    for (FactSpec spec : TABLE.of(kind).values()) {
      if (spec.type() instanceof FactType.Word(List<String> words)
          && !(spec.nature() instanceof Nature.Safety)) {
        for (String word : words) {
          all.add(with(kind, facts, Map.of(spec.name(), new Fact.Value.Word(word))));
        }
      }
    }
    return all;
  }

  static Fact.Value safe(ElementKind kind, FactSpec spec) {
    return switch (spec.type()) {
      case FactType.Flag _ ->
          new Fact.Value.Flag(
              spec.nature() instanceof Nature.Safety
                  && spec.unsafe().equals(new Fact.Value.Flag(false)));
      case FactType.Count _ ->
          new Fact.Value.Count(spec.nature() instanceof Nature.Safety ? 24 : 0);
      case FactType.Word(List<String> values) ->
          new Fact.Value.Word(spec.name().equals("kind") ? values.getFirst() : word(kind, spec));
      case FactType.Words _ -> new Fact.Value.Words(List.of());
      case FactType.Reference _ -> new Fact.Value.Word(word(kind, spec));
      case FactType.References _ -> new Fact.Value.Words(List.of());
    };
  }

  private static String word(ElementKind kind, FactSpec spec) {
    String word = SAFE_WORDS.get(spec.name());
    if (word == null) {
      throw new IllegalStateException("no safe word for " + kind + " " + spec.name());
    }
    return word;
  }

  /// A copy with some facts changed and what derives from a list derived again.
  static SortedMap<String, Fact.Value> with(
      ElementKind kind, SortedMap<String, Fact.Value> facts, Map<String, Fact.Value> changes) {
    SortedMap<String, Fact.Value> copy = new TreeMap<>(facts);
    copy.putAll(changes);
    for (FactSpec spec : TABLE.of(kind).values()) {
      if (spec.nature() instanceof Nature.Derived(Derivation.Has(String list, String word))
          && copy.get(list) instanceof Fact.Value.Words(List<String> words)) {
        copy.put(spec.name(), new Fact.Value.Flag(words.contains(word)));
      }
    }
    return copy;
  }

  /// Reads `fact=value fact=value`; a list is written `a+b`.
  static Map<String, Fact.Value> read(ElementKind kind, String text) {
    Map<String, Fact.Value> changes = new TreeMap<>();
    for (String one : text.strip().split(" +")) {
      String[] parts = one.split("=", 2);
      FactSpec spec = TABLE.of(kind).get(parts[0]);
      if (spec == null) {
        throw new IllegalArgumentException("no fact " + parts[0] + " of " + kind);
      }
      changes.put(parts[0], value(spec.type(), parts[1]));
    }
    return changes;
  }

  private static Fact.Value value(FactType type, String text) {
    return switch (type) {
      case FactType.Flag _ -> new Fact.Value.Flag(Boolean.parseBoolean(text));
      case FactType.Count _ -> new Fact.Value.Count(Long.parseLong(text));
      case FactType.Word(List<String> values) -> {
        if (!values.contains(text)) {
          throw new IllegalArgumentException(text + " is not among " + values);
        }
        yield new Fact.Value.Word(text);
      }
      case FactType.Reference _ -> new Fact.Value.Word(text);
      case FactType.Words _, FactType.References _ ->
          new Fact.Value.Words(text.isEmpty() ? List.of() : Arrays.asList(text.split("\\+")));
    };
  }

  static Element element(ElementKind kind, String id, Map<String, Fact.Value> values) {
    return element(kind, id, values, Fact.Origin.DECLARED);
  }

  static Element element(
      ElementKind kind, String id, Map<String, Fact.Value> values, Fact.Origin origin) {
    SortedMap<String, Fact> facts = new TreeMap<>();
    values.forEach((name, value) -> facts.put(name, new Fact(value, origin)));
    int line = 10 + Math.floorMod((kind.word() + id).hashCode(), 1000);
    return new Element(kind, id, id, facts, List.of(), Place.of("bulwark.yaml").at(line, 5));
  }

  static AiSystem of(Element... elements) {
    return of(List.of(elements));
  }

  /// A system of these elements; the whole is benign when none of them is it.
  static AiSystem of(List<Element> elements) {
    List<Element> all = new ArrayList<>(elements);
    if (all.stream().noneMatch(element -> element.kind() == ElementKind.SYSTEM)) {
      all.addFirst(element(ElementKind.SYSTEM, "demo", benign(ElementKind.SYSTEM)));
    }
    return new AiSystem(
        "demo",
        "Demo",
        "A system made for tests",
        new TreeMap<>(Map.of("accountable", "ada", "risk", "rob")),
        List.of("ada"),
        "standard",
        all,
        Digest.of(Bytes.utf8("manifest")));
  }

  /// One element of every kind.
  static AiSystem whole(
      java.util.function.Function<ElementKind, SortedMap<String, Fact.Value>> facts) {
    return of(
        Arrays.stream(ElementKind.values())
            .map(kind -> element(kind, "core", facts.apply(kind)))
            .toList());
  }

  static List<String> fired(AiSystem system) {
    return ThreatModel.of(system, RULES).threats().stream()
        .map(threat -> threat.rule().id().value())
        .distinct()
        .toList();
  }
}
