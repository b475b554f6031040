package dev.bulwark.kernel.system;

import dev.bulwark.kernel.json.Json;
import java.util.List;

/// Something known, or assumed, about one element.
public record Fact(Value value, Origin origin) {

  /// What a fact can say.
  public sealed interface Value {
    record Flag(boolean value) implements Value {}

    record Count(long value) implements Value {}

    record Word(String value) implements Value {}

    record Words(List<String> values) implements Value {
      public Words {
        values = List.copyOf(values);
      }
    }

    default Json json() {
      return switch (this) {
        case Flag flag -> Json.of(flag.value());
        case Count count -> Json.of(count.value());
        case Word word -> Json.of(word.value());
        case Words words -> Json.texts(words.values());
      };
    }
  }

  /// Why we hold it.
  public enum Origin {
    /// A person wrote it in the manifest.
    DECLARED,
    /// Nobody said; a safety fact left out counts as unsafe.
    ASSUMED,
    /// Bulwark saw it in the bytes.
    OBSERVED
  }
}
