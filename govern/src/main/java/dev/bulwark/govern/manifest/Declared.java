package dev.bulwark.govern.manifest;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.govern.facts.FactSpec.Derivation;
import dev.bulwark.govern.yaml.Yaml;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One element as the manifest declares it, before silence is given its meaning.
///
/// @param facts what was written and could be read
/// @param marks where each fact was written, also when it could not be read
/// @param patterns the files it is in
record Declared(
    ElementKind kind,
    String id,
    String title,
    Map<String, Fact.Value> facts,
    Map<String, Yaml.Mark> marks,
    List<Fields.Located> patterns,
    Fields fields) {

  String path() {
    return kind.word() + "/" + id;
  }

  Optional<Fact.Value> fact(String name) {
    return Optional.ofNullable(facts.get(name));
  }

  /// The single word of a fact, when it was written.
  Optional<String> word(String name) {
    return fact(name)
        .flatMap(
            value ->
                value instanceof Fact.Value.Word(String word)
                    ? Optional.of(word)
                    : Optional.empty());
  }

  boolean flag(String name) {
    return fact(name).equals(Optional.of(new Fact.Value.Flag(true)));
  }

  /// Every element a fact refers to.
  static List<String> references(FactSpec spec, Fact.Value value) {
    return switch (value) {
      case Fact.Value.Word(String word) ->
          word.equals(FactSpec.OUTSIDE) ? List.of() : List.of(word);
      case Fact.Value.Words(List<String> words) -> words;
      case Fact.Value.Flag _, Fact.Value.Count _ ->
          throw new IllegalStateException(spec.name() + " is no reference");
    };
  }

  boolean has(Derivation.Has derivation) {
    return fact(derivation.fact()).orElse(null) instanceof Fact.Value.Words(List<String> words)
        && words.contains(derivation.value());
  }
}
