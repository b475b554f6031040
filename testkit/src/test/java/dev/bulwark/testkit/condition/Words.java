package dev.bulwark.testkit.condition;

import dev.bulwark.kernel.condition.Vocabulary;
import dev.bulwark.kernel.condition.Vocabulary.Facts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// A few facts of every type, and one list.
final class Words {
  static final Vocabulary VOCABULARY = vocabulary();

  private Words() {}

  private static Vocabulary vocabulary() {
    SequencedMap<String, Facts> variables = new LinkedHashMap<>();
    variables.put(
        "model",
        facts(
            Map.of(
                "llm", "flag",
                "origin", "word own|vendor",
                "inputs", "words text|images",
                "supplier", "word")));
    variables.put("system", facts(Map.of("people", "count", "generative", "flag")));
    SequencedMap<String, Facts> lists = new LinkedHashMap<>();
    lists.put("flows", facts(Map.of("encrypted", "flag")));
    return new Vocabulary(variables, lists);
  }

  private static Facts facts(Map<String, String> types) {
    Map<String, Vocabulary.Type> read = new LinkedHashMap<>();
    types.forEach((name, type) -> read.put(name, Vocabulary.Type.parse(type)));
    return new Facts.Known(read);
  }
}
