package dev.bulwark.kernel.condition;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// What a {@link Condition} may speak of, and the type of each fact.
///
/// @param variables by name, such as `system`
/// @param lists by name, such as `models`: the facts of each of its elements
public record Vocabulary(SequencedMap<String, Facts> variables, SequencedMap<String, Facts> lists) {

  public Vocabulary {
    variables = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(variables));
    lists = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(lists));
  }

  /// Of variables alone.
  public static Vocabulary of(SequencedMap<String, Facts> variables) {
    return new Vocabulary(variables, new LinkedHashMap<>());
  }

  /// The facts behind one variable.
  public sealed interface Facts {
    /// These and no others.
    record Known(Map<String, Type> types) implements Facts {
      public Known {
        types = Collections.unmodifiableMap(new TreeMap<>(types));
      }
    }

    /// Whatever is there when the condition is asked, as in a foreign document.
    enum Open implements Facts {
      OPEN
    }
  }

  /// The type of a fact.
  ///
  /// @param words the only ones it takes; empty when any word will do
  public record Type(Shape shape, List<String> words) {
    public Type {
      words = List.copyOf(words);
    }

    public static Type of(Shape shape) {
      return new Type(shape, List.of());
    }

    /// Reads `flag`, `count`, `word`, `words`, and `word a|b` or `words a|b` for these words only.
    ///
    /// @throws IllegalArgumentException naming what was found
    public static Type parse(String text) {
      for (Shape shape : List.of(Shape.FLAG, Shape.COUNT, Shape.WORD, Shape.WORDS)) {
        String name = shape.name().toLowerCase(Locale.ROOT);
        if (text.equals(name)) {
          return of(shape);
        }
        boolean limited = shape == Shape.WORD || shape == Shape.WORDS;
        if (limited && text.matches(name + " [^| ]+(\\|[^| ]+)*")) {
          return new Type(shape, List.of(text.substring(name.length() + 1).split("\\|", -1)));
        }
      }
      throw new IllegalArgumentException(
          "expected flag, count, word, words or word one|other, found \"" + text + "\"");
    }
  }

  /// What sort of value a fact has.
  public enum Shape {
    FLAG("a flag"),
    COUNT("a count"),
    WORD("a word"),
    WORDS("a list of words"),
    /// Known only when the condition is asked.
    ANY("a value");

    private final String words;

    Shape(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
