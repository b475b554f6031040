package dev.bulwark.kernel.json;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// A JSON value. Immutable; objects keep the order they were built in, and render canonically (RFC
/// 8785) whatever that order was.
public sealed interface Json {

  enum Null implements Json {
    NULL
  }

  record Bool(boolean value) implements Json {}

  /// An integer that every JSON reader can hold exactly.
  ///
  /// @param value from -(2^53 - 1) to 2^53 - 1
  record Int(long value) implements Json {
    public static final long MAX = (1L << 53) - 1;

    public Int {
      if (value > MAX || value < -MAX) {
        throw new IllegalArgumentException("outside the integers JSON can carry exactly: " + value);
      }
    }
  }

  /// A number with a fraction or an exponent; finite.
  record Real(double value) implements Json {
    public Real {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("JSON has no " + value);
      }
    }
  }

  record Text(String value) implements Json {}

  record Arr(List<Json> items) implements Json {
    public Arr {
      items = List.copyOf(items);
    }
  }

  record Obj(SequencedMap<String, Json> members) implements Json {
    public Obj {
      members = java.util.Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    }

    public Optional<Json> find(String name) {
      return Optional.ofNullable(members.get(name));
    }

    public Optional<String> text(String name) {
      return find(name)
          .flatMap(
              value -> value instanceof Text text ? Optional.of(text.value()) : Optional.empty());
    }

    public Optional<Obj> object(String name) {
      return find(name)
          .flatMap(value -> value instanceof Obj object ? Optional.of(object) : Optional.empty());
    }

    /// The items of the array called `name`; empty when it is absent or not an array.
    public List<Json> items(String name) {
      return find(name)
          .map(value -> value instanceof Arr array ? array.items() : List.<Json>of())
          .orElse(List.of());
    }

    /// The strings in the array called `name`; items of other kinds are passed over.
    public List<String> texts(String name) {
      return items(name).stream()
          .filter(Text.class::isInstance)
          .map(item -> ((Text) item).value())
          .toList();
    }
  }

  static Json of(boolean value) {
    return new Bool(value);
  }

  static Json of(long value) {
    return new Int(value);
  }

  static Json of(String value) {
    return new Text(value);
  }

  static Arr array(List<? extends Json> items) {
    return new Arr(List.copyOf(items));
  }

  static Arr texts(Iterable<String> values) {
    List<Json> items = new ArrayList<>();
    values.forEach(value -> items.add(new Text(value)));
    return new Arr(items);
  }

  static Builder object() {
    return new Builder();
  }

  /// The canonical text of RFC 8785: members sorted by UTF-16 code units, no white space, shortest
  /// escapes, ECMAScript numbers.
  default String canonical() {
    return CanonicalJson.render(this);
  }

  /// {@link #canonical()} in UTF-8: what digests and signatures are taken over.
  default Bytes canonicalBytes() {
    return Bytes.utf8(canonical());
  }

  /// Builds an object member by member. Not thread-safe.
  final class Builder {
    private final LinkedHashMap<String, Json> members = new LinkedHashMap<>();

    private Builder() {}

    /// Adds a member.
    ///
    /// @throws IllegalArgumentException when the name is already taken
    public Builder put(String name, Json value) {
      if (members.putIfAbsent(name, value) != null) {
        throw new IllegalArgumentException("the member \"" + name + "\" is there already");
      }
      return this;
    }

    public Builder put(String name, String value) {
      return put(name, new Text(value));
    }

    public Builder put(String name, long value) {
      return put(name, new Int(value));
    }

    public Builder put(String name, boolean value) {
      return put(name, new Bool(value));
    }

    public Obj build() {
      return new Obj(members);
    }
  }
}
