package dev.bulwark.control.policy;

import dev.bulwark.kernel.condition.Vocabulary;
import dev.bulwark.kernel.condition.Vocabulary.Facts;
import dev.bulwark.kernel.system.ElementKind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// The words a catalogue's conditions may use.
///
/// A catalogue says itself which facts it relies on, so that its text alone decides whether it is
/// sound, on any later day, and nothing here knows who collects facts:
///
/// ```yaml
/// facts:
///   system: {personalData: flag, riskTier: word minimal|limited|high}
///   datasets: {use: word train|tune|rag|eval|operate}
/// ```
final class FactWords {
  /// What a condition over evidence may speak of: whatever the evidence says.
  static final Vocabulary PREDICATE =
      Vocabulary.of(new LinkedHashMap<>(Map.of("predicate", Facts.Open.OPEN)));

  /// No fact at all; lists can be counted.
  static final Vocabulary NONE = of(Map.of());

  private FactWords() {}

  static Vocabulary read(YamlMap map) {
    Map<String, Facts> bySection = new LinkedHashMap<>();
    for (ElementKind kind : ElementKind.values()) {
      if (map.has(kind.section())) {
        bySection.put(kind.section(), facts(map.map(kind.section())));
      }
    }
    map.done("system, models, datasets and the manifest's other sections");
    return of(bySection);
  }

  private static Facts facts(YamlMap map) {
    Map<String, Vocabulary.Type> types = new LinkedHashMap<>();
    for (String name : map.keys()) {
      types.put(
          name, map.parsed(name, Vocabulary.Type::parse, Vocabulary.Type.of(Vocabulary.Shape.ANY)));
    }
    return new Facts.Known(types);
  }

  private static Vocabulary of(Map<String, Facts> bySection) {
    SequencedMap<String, Facts> variables = new LinkedHashMap<>();
    SequencedMap<String, Facts> lists = new LinkedHashMap<>();
    for (ElementKind kind : ElementKind.values()) {
      (kind == ElementKind.SYSTEM ? variables : lists)
          .put(kind.section(), bySection.getOrDefault(kind.section(), new Facts.Known(Map.of())));
    }
    return new Vocabulary(variables, lists);
  }
}
