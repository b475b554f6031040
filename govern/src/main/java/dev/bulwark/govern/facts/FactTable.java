package dev.bulwark.govern.facts;

import dev.bulwark.govern.yaml.YamlReader;
import dev.bulwark.govern.yaml.YamlReading;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.condition.Vocabulary;
import dev.bulwark.kernel.system.ElementKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Every fact, by kind of element and name, in the order people read them.
///
/// @param digest of the file it was read from: what answers depend on
public record FactTable(Map<ElementKind, SequencedMap<String, FactSpec>> kinds, Digest digest) {
  private static final YamlReader READER = new YamlReader(ByteSize.ofMib(1), 8, 100_000);

  public FactTable {
    EnumMap<ElementKind, SequencedMap<String, FactSpec>> copy = new EnumMap<>(ElementKind.class);
    kinds.forEach(
        (kind, specs) ->
            copy.put(kind, Collections.unmodifiableSequencedMap(new LinkedHashMap<>(specs))));
    kinds = Collections.unmodifiableMap(copy);
  }

  /// The table of this version of Bulwark, read from `facts.yaml` on each call.
  public static FactTable builtin() {
    try (InputStream in = FactTable.class.getResourceAsStream("/dev/bulwark/govern/facts.yaml")) {
      if (in == null) {
        throw new IllegalStateException("facts.yaml is missing from the jar");
      }
      return parse(Bytes.of(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("facts.yaml cannot be read from the jar", e);
    }
  }

  /// @throws IllegalArgumentException naming the line, when the table contradicts itself
  static FactTable parse(Bytes bytes) {
    return switch (READER.read(bytes)) {
      case YamlReading.Broken(YamlReading.Problem problem) ->
          throw new IllegalArgumentException("facts.yaml: " + problem);
      case YamlReading.Tree tree -> {
        if (!tree.problems().isEmpty()) {
          throw new IllegalArgumentException("facts.yaml: " + tree.problems());
        }
        yield new FactTable(new FactTableReader().kinds(tree.root()), Digest.of(bytes));
      }
    };
  }

  /// The facts of one kind, by name.
  public SequencedMap<String, FactSpec> of(ElementKind kind) {
    SequencedMap<String, FactSpec> specs = kinds.get(kind);
    if (specs == null) {
      throw new IllegalStateException("no facts for " + kind);
    }
    return specs;
  }

  /// The facts of one kind as conditions see them.
  public Vocabulary.Facts.Known asked(ElementKind kind) {
    Map<String, Vocabulary.Type> types = new LinkedHashMap<>();
    of(kind).forEach((name, spec) -> types.put(name, spec.type().asked()));
    return new Vocabulary.Facts.Known(types);
  }

  /// What a condition about one element of this kind may speak of: that element, by the word of its
  /// kind, and `system`.
  public Vocabulary vocabulary(ElementKind scope) {
    SequencedMap<String, Vocabulary.Facts> variables = new LinkedHashMap<>();
    variables.put(scope.word(), asked(scope));
    variables.putIfAbsent(ElementKind.SYSTEM.word(), asked(ElementKind.SYSTEM));
    return Vocabulary.of(variables);
  }
}
