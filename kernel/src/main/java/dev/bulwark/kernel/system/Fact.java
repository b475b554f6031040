package dev.bulwark.kernel.system;

import dev.bulwark.kernel.json.Json;
import java.util.List;
import java.util.Optional;

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

    /// The value a JSON value carries; empty when facts have none like it: null, a fraction, an
    /// object, a list of anything but texts.
    static Optional<Value> of(Json json) {
      return switch (json) {
        case Json.Bool(boolean flag) -> Optional.of(new Flag(flag));
        case Json.Int(long count) -> Optional.of(new Count(count));
        case Json.Text(String word) -> Optional.of(new Word(word));
        case Json.Arr(List<Json> items) when items.stream().allMatch(Json.Text.class::isInstance) ->
            Optional.of(new Words(items.stream().map(item -> ((Json.Text) item).value()).toList()));
        case Json.Arr _, Json.Null _, Json.Real _, Json.Obj _ -> Optional.empty();
      };
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
