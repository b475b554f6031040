package dev.bulwark.scan.jinja;

import java.util.List;
import java.util.Optional;

/// A statement of a template, or text between statements.
sealed interface Node {

  int at();

  record Data(int at, String text) implements Node {}

  record Print(int at, List<Expr> values) implements Node {
    public Print {
      values = List.copyOf(values);
    }
  }

  record For(
      int at, Expr target, Expr items, Optional<Expr> test, List<Node> body, List<Node> otherwise)
      implements Node {
    public For {
      body = List.copyOf(body);
      otherwise = List.copyOf(otherwise);
    }
  }

  record If(int at, List<Branch> branches, List<Node> otherwise) implements Node {
    public If {
      branches = List.copyOf(branches);
      otherwise = List.copyOf(otherwise);
    }
  }

  record Branch(Expr test, List<Node> body) {
    public Branch {
      body = List.copyOf(body);
    }
  }

  record Assign(int at, Expr target, Expr value) implements Node {}

  record AssignBlock(int at, Expr target, Optional<Expr> filter, List<Node> body) implements Node {
    public AssignBlock {
      body = List.copyOf(body);
    }
  }

  record Macro(int at, String name, Signature signature, List<Node> body) implements Node {
    public Macro {
      body = List.copyOf(body);
    }
  }

  record Signature(List<String> names, List<Expr> defaults) {
    static final Signature EMPTY = new Signature(List.of(), List.of());

    public Signature {
      names = List.copyOf(names);
      defaults = List.copyOf(defaults);
    }
  }

  record CallBlock(int at, Signature signature, Expr call, List<Node> body) implements Node {
    public CallBlock {
      body = List.copyOf(body);
    }
  }

  record FilterBlock(int at, Expr filter, List<Node> body) implements Node {
    public FilterBlock {
      body = List.copyOf(body);
    }
  }

  record With(int at, List<Expr> targets, List<Expr> values, List<Node> body) implements Node {
    public With {
      targets = List.copyOf(targets);
      values = List.copyOf(values);
      body = List.copyOf(body);
    }
  }

  /// A block, an autoescape or a generation block: its body as it stands.
  record Body(int at, String kind, List<Expr> values, List<Node> body) implements Node {
    public Body {
      values = List.copyOf(values);
      body = List.copyOf(body);
    }
  }

  /// `include`, `import`, `from` or `extends`.
  ///
  /// @param names what the template knows by it afterwards
  record Load(int at, String kind, Expr template, List<String> names) implements Node {
    public Load {
      names = List.copyOf(names);
    }
  }

  /// `do`: an expression for its effects.
  record Do(int at, Expr value) implements Node {}

  /// `break` or `continue`.
  record Jump(int at, String kind) implements Node {}
}
