package dev.bulwark.govern.manifest;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.govern.facts.FactSpec.Derivation;
import dev.bulwark.govern.facts.FactSpec.Nature;
import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.govern.facts.FactType;
import dev.bulwark.govern.manifest.ManifestProblem.Topic;
import dev.bulwark.govern.yaml.Quoted;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import dev.bulwark.kernel.system.Fact.Origin;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Gives every fact of every element its value: declared, derived, or assumed from silence.
final class Resolver {
  private final FactTable table;
  private final Map<String, Declared> elements;
  private final Set<ElementKind> torn;
  private final Ends ends;

  /// @param torn kinds of which some element could not be read
  Resolver(FactTable table, Map<String, Declared> elements, Set<ElementKind> torn) {
    this.table = table;
    this.elements = elements;
    this.torn = torn;
    this.ends = new Ends(elements);
  }

  /// All facts of an element. What is missing although it is mandatory is reported, and stands as
  /// its unsafe value.
  SortedMap<String, Fact> facts(Declared element) {
    SortedMap<String, Fact> facts = new TreeMap<>();
    for (FactSpec spec : table.of(element.kind()).values()) {
      facts.put(spec.name(), fact(spec, element));
    }
    return facts;
  }

  private Fact fact(FactSpec spec, Declared element) {
    Optional<Fact.Value> written = element.fact(spec.name());
    if (written.isPresent()) {
      checkReferences(spec, written.get(), element);
      return new Fact(written.get(), Origin.DECLARED);
    }
    boolean reported = element.marks().containsKey(spec.name());
    Fact assumed = new Fact(spec.unsafe(), Origin.ASSUMED);
    return switch (spec.nature()) {
      case Nature.Safety _ -> assumed;
      case Nature.Derived(Derivation from) -> derived(from, element).orElse(assumed);
      case Nature.Mandatory _ -> reported ? assumed : missing(spec, element, assumed);
      case Nature.MandatoryWhen when ->
          reported ? assumed : conditional(spec, when, element, assumed);
    };
  }

  private Fact conditional(
      FactSpec spec, Nature.MandatoryWhen when, Declared element, Fact assumed) {
    Optional<Boolean> holds = condition(when.flag(), element);
    if (holds.isEmpty()) {
      return assumed;
    }
    return holds.get()
        ? missing(spec, element, assumed)
        : new Fact(when.otherwise(), Origin.DECLARED);
  }

  /// The flag another fact hangs on; empty when it could not be found out, which was reported.
  private Optional<Boolean> condition(String flag, Declared element) {
    FactSpec spec = table.of(element.kind()).get(flag);
    Optional<Fact.Value> value =
        spec != null && spec.nature() instanceof Nature.Derived(Derivation from)
            ? derived(from, element).map(Fact::value)
            : element.fact(flag);
    return value.map(found -> found.equals(new Fact.Value.Flag(true)));
  }

  private Optional<Fact> derived(Derivation from, Declared element) {
    return switch (from) {
      case Derivation.Has has ->
          element.fact(has.fact()).map(_ -> flag(element.has(has), Origin.DECLARED));
      case Derivation.ToLlm _ ->
          element.word("to").flatMap(ends::llm).map(llm -> flag(llm, Origin.DECLARED));
      case Derivation.FromLlm _ ->
          element.word("from").flatMap(ends::llm).map(llm -> flag(llm, Origin.DECLARED));
      case Derivation.CrossesZones _ ->
          element
              .word("from")
              .flatMap(ends::zone)
              .flatMap(one -> element.word("to").flatMap(ends::zone).map(one::equals))
              .map(same -> flag(!same, Origin.DECLARED));
    };
  }

  private static Fact flag(boolean value, Origin origin) {
    return new Fact(new Fact.Value.Flag(value), origin);
  }

  private static Fact missing(FactSpec spec, Declared element, Fact assumed) {
    element
        .fields()
        .report(
            Topic.FACTS,
            element.fields().at(),
            spec.name() + ": " + FactValues.expected(spec.type()),
            "no " + spec.name(),
            "answer: " + spec.what() + "? " + FactValues.because(spec));
    return assumed;
  }

  private void checkReferences(FactSpec spec, Fact.Value value, Declared element) {
    if (!(spec.type() instanceof FactType.Reference
        || spec.type() instanceof FactType.References)) {
      return;
    }
    for (String path : Declared.references(spec, value)) {
      if (!elements.containsKey(path) && torn.stream().noneMatch(kind -> names(kind, path))) {
        element
            .fields()
            .report(
                Topic.REFERENCES,
                element.marks().getOrDefault(spec.name(), element.fields().at()),
                "an element of this manifest",
                spec.name() + ": " + Quoted.of(path),
                fix(path, element.fields().problems()));
      }
    }
  }

  private String fix(String path, Problems problems) {
    String otherwise = "declare it, or name another";
    return problems.full() ? otherwise : NearMiss.fix(path, elements.keySet(), otherwise);
  }

  private static boolean names(ElementKind kind, String path) {
    return path.startsWith(kind.word() + "/");
  }
}
