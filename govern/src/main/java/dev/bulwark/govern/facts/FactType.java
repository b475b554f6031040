package dev.bulwark.govern.facts;

import dev.bulwark.kernel.condition.Vocabulary;
import dev.bulwark.kernel.condition.Vocabulary.Shape;
import dev.bulwark.kernel.system.ElementKind;
import java.util.List;
import java.util.Set;

/// What values a fact takes.
public sealed interface FactType {
  /// The same as a condition sees it: a reference is any word.
  default Vocabulary.Type asked() {
    return switch (this) {
      case Flag _ -> Vocabulary.Type.of(Shape.FLAG);
      case Count _ -> Vocabulary.Type.of(Shape.COUNT);
      case Word(List<String> values) -> new Vocabulary.Type(Shape.WORD, values);
      case Words(List<String> values) -> new Vocabulary.Type(Shape.WORDS, values);
      case Reference _ -> Vocabulary.Type.of(Shape.WORD);
      case References _ -> Vocabulary.Type.of(Shape.WORDS);
    };
  }

  record Flag() implements FactType {}

  /// A whole number from 0 to 2^53 - 1.
  record Count() implements FactType {}

  /// One of these words.
  record Word(List<String> values) implements FactType {
    public Word {
      values = List.copyOf(values);
    }
  }

  /// Any of these words, each at most once.
  record Words(List<String> values) implements FactType {
    public Words {
      values = List.copyOf(values);
    }
  }

  /// One element, written `model/scorer`.
  ///
  /// @param outside whether `outside`, the world beyond the system, is one too
  record Reference(Set<ElementKind> to, boolean outside) implements FactType {
    public Reference {
      to = Set.copyOf(to);
    }
  }

  /// Any number of elements of these kinds, each at most once.
  record References(Set<ElementKind> to) implements FactType {
    public References {
      to = Set.copyOf(to);
    }
  }
}
