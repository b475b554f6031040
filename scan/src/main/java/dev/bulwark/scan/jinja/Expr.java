package dev.bulwark.scan.jinja;

import java.util.List;
import java.util.Optional;

/// An expression of a template.
sealed interface Expr {

  /// Index of the character the expression is told by.
  int at();

  /// A literal, or a constant such as `true`.
  record Literal(int at, Const value) implements Expr {}

  record Name(int at, String name) implements Expr {}

  record Tuple(int at, List<Expr> items) implements Expr {
    public Tuple {
      items = List.copyOf(items);
    }
  }

  record Many(int at, List<Expr> items) implements Expr {
    public Many {
      items = List.copyOf(items);
    }
  }

  record Pairs(int at, List<Pair> pairs) implements Expr {
    public Pairs {
      pairs = List.copyOf(pairs);
    }
  }

  record Pair(Expr key, Expr value) {}

  /// `target.name`
  record Attr(int at, Expr target, String name) implements Expr {}

  /// `target[index]`
  record Item(int at, Expr target, Expr index) implements Expr {}

  /// `start:stop:step` inside of brackets.
  record Slice(int at, Optional<Expr> start, Optional<Expr> stop, Optional<Expr> step)
      implements Expr {}

  record Call(int at, Expr callee, Arguments arguments) implements Expr {}

  /// @param target what goes through the filter; nothing in a filter block
  record Filter(int at, Optional<Expr> target, String name, Arguments arguments) implements Expr {}

  record Test(int at, Expr target, String name, boolean negated, Arguments arguments)
      implements Expr {}

  /// @param operator `not`, `-` or `+`
  record Unary(int at, String operator, Expr operand) implements Expr {}

  /// @param operator of arithmetic or comparison, `~`, `and`, `or`, `in` or `not in`
  record Binary(int at, String operator, Expr left, Expr right) implements Expr {}

  record Conditional(int at, Expr test, Expr then, Optional<Expr> otherwise) implements Expr {}

  /// @param spread arguments given as `*list` or `**dict`
  record Arguments(List<Expr> positional, List<Keyword> named, List<Expr> spread) {
    static final Arguments NONE = new Arguments(List.of(), List.of(), List.of());

    public Arguments {
      positional = List.copyOf(positional);
      named = List.copyOf(named);
      spread = List.copyOf(spread);
    }

    /// The argument in the place `index`, or under `name`.
    Optional<Expr> argument(int index, String name) {
      return index < positional.size()
          ? Optional.of(positional.get(index))
          : named.stream().filter(k -> k.name().equals(name)).map(Keyword::value).findFirst();
    }
  }

  record Keyword(String name, Expr value) {}
}
