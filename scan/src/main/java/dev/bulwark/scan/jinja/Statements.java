package dev.bulwark.scan.jinja;

import dev.bulwark.scan.jinja.Node.Branch;
import dev.bulwark.scan.jinja.Node.Signature;
import dev.bulwark.scan.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Parses a template as Jinja2 does, with the tags that chat templates may use: Jinja2's own, `do`,
/// loop controls, and the `generation` block of transformers.
final class Statements {
  private final Tokens tokens;
  private final Expressions expressions;

  Statements(Tokens tokens) {
    this.tokens = tokens;
    this.expressions = new Expressions(tokens);
  }

  List<Node> template() throws Broken {
    return nodes();
  }

  /// Nodes up to the end, or up to a tag named one of `stops`, whose name is the current token
  /// then.
  private List<Node> nodes(String... stops) throws Broken {
    tokens.enter();
    List<Node> nodes = new ArrayList<>();
    while (!tokens.current().is(Kind.END)) {
      Token token = tokens.take();
      switch (token.kind()) {
        case DATA -> nodes.add(new Node.Data(token.at(), token.text()));
        case VARIABLE_BEGIN -> {
          nodes.add(new Node.Print(token.at(), List.of(expressions.tuple(true, false))));
          tokens.expect(Kind.VARIABLE_END);
        }
        case BLOCK_BEGIN -> {
          if (List.of(stops).contains(tokens.current().text()) && tokens.current().is(Kind.NAME)) {
            tokens.leave();
            return nodes;
          }
          nodes.add(statement());
          tokens.expect(Kind.BLOCK_END);
        }
        case BLOCK_END, VARIABLE_END, NAME, STRING, INTEGER, FLOAT, OPERATOR, END ->
            throw new Broken(token.at(), "expected text or a tag");
      }
    }
    if (stops.length > 0) {
      throw tokens.broken("expected the tag " + String.join(" or ", stops));
    }
    tokens.leave();
    return nodes;
  }

  private List<Node> body(String... stops) throws Broken {
    tokens.skipOperator(":");
    tokens.expect(Kind.BLOCK_END);
    return nodes(stops);
  }

  /// A body whose closing tag's name is taken as well.
  private List<Node> closed(String stop) throws Broken {
    List<Node> body = body(stop);
    tokens.take();
    return body;
  }

  private Node statement() throws Broken {
    Token name = tokens.expect(Kind.NAME);
    int at = name.at();
    return switch (name.text()) {
      case "for" -> loop(at);
      case "if" -> choice(at);
      case "set" -> assignment(at);
      case "macro" -> new Node.Macro(at, identifier(), signature(), closed("endmacro"));
      case "call" -> call(at);
      case "filter" -> new Node.FilterBlock(at, expressions.blockFilter(), closed("endfilter"));
      case "with" -> with(at);
      case "print" -> print(at);
      case "block" -> block(at);
      case "autoescape" ->
          new Node.Body(
              at, "autoescape", List.of(expressions.expression()), closed("endautoescape"));
      case "generation" -> new Node.Body(at, "generation", List.of(), closed("endgeneration"));
      case "include", "import", "from", "extends" -> load(at, name.text());
      case "do" -> new Node.Do(at, expressions.tuple(true, false));
      case "break", "continue" -> new Node.Jump(at, name.text());
      default -> throw new Broken(at, "expected a tag of Jinja's");
    };
  }

  private Node loop(int at) throws Broken {
    Expr target = target(false, "in");
    tokens.expectName("in");
    Expr items = expressions.tuple(false, false, "recursive");
    Optional<Expr> test =
        tokens.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
    tokens.skipName("recursive");
    List<Node> body = body("endfor", "else");
    List<Node> otherwise = tokens.take().isName("else") ? closed("endfor") : List.of();
    return new Node.For(at, target, items, test, body, otherwise);
  }

  private Node choice(int at) throws Broken {
    List<Branch> branches = new ArrayList<>();
    List<Node> otherwise = List.of();
    String closing = "elif";
    while (closing.equals("elif")) {
      Expr test = expressions.tuple(false, false);
      branches.add(new Branch(test, body("elif", "else", "endif")));
      closing = tokens.take().text();
    }
    if (closing.equals("else")) {
      otherwise = closed("endif");
    }
    return new Node.If(at, branches, otherwise);
  }

  private Node assignment(int at) throws Broken {
    Expr target = target(true);
    if (tokens.skipOperator("=")) {
      return new Node.Assign(at, target, expressions.tuple(true, false));
    }
    Optional<Expr> filter =
        tokens.skipOperator("|") ? Optional.of(expressions.blockFilter()) : Optional.empty();
    return new Node.AssignBlock(at, target, filter, closed("endset"));
  }

  /// What can be assigned to: a name, names parted by commas, or an attribute of a namespace.
  private Expr target(boolean namespace, String... stops) throws Broken {
    int at = tokens.current().at();
    if (namespace && tokens.look().isOperator(".")) {
      Expr object = new Expr.Name(at, identifier());
      tokens.take();
      return new Expr.Attr(at, object, identifier());
    }
    List<Expr> items = new ArrayList<>();
    boolean commas = false;
    while (items.isEmpty() || tokens.skipOperator(",")) {
      commas |= !items.isEmpty();
      if (expressions.endsTuple(stops)) {
        break;
      }
      items.add(expressions.primary());
    }
    if (items.isEmpty()) {
      throw tokens.broken("expected a name");
    }
    Expr target = commas ? tokens.made(new Expr.Tuple(at, items), items) : items.getFirst();
    if (!isAssignable(target)) {
      throw new Broken(at, "expected a name to assign to");
    }
    return target;
  }

  private static boolean isAssignable(Expr target) {
    return target instanceof Expr.Name
        || (target instanceof Expr.Tuple(int _, List<Expr> items)
            && items.stream().allMatch(Statements::isAssignable));
  }

  private String identifier() throws Broken {
    return tokens.expect(Kind.NAME).text();
  }

  private Signature signature() throws Broken {
    List<String> names = new ArrayList<>();
    List<Expr> defaults = new ArrayList<>();
    tokens.expectOperator("(");
    while (!tokens.current().isOperator(")")) {
      if (!names.isEmpty()) {
        tokens.expectOperator(",");
      }
      names.add(identifier());
      if (tokens.skipOperator("=")) {
        defaults.add(expressions.expression());
      } else if (!defaults.isEmpty()) {
        throw tokens.broken("expected a default");
      }
    }
    tokens.expectOperator(")");
    return new Signature(names, defaults);
  }

  private Node call(int at) throws Broken {
    Signature signature = tokens.current().isOperator("(") ? signature() : Signature.EMPTY;
    Expr call = expressions.expression();
    if (!(call instanceof Expr.Call)) {
      throw new Broken(at, "expected a call");
    }
    return new Node.CallBlock(at, signature, call, closed("endcall"));
  }

  private Node with(int at) throws Broken {
    List<Expr> targets = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    while (!tokens.current().is(Kind.BLOCK_END)) {
      if (!targets.isEmpty()) {
        tokens.expectOperator(",");
      }
      targets.add(target(false));
      tokens.expectOperator("=");
      values.add(expressions.expression());
    }
    return new Node.With(at, targets, values, closed("endwith"));
  }

  private Node print(int at) throws Broken {
    List<Expr> values = new ArrayList<>();
    while (!tokens.current().is(Kind.BLOCK_END)) {
      if (!values.isEmpty()) {
        tokens.expectOperator(",");
      }
      values.add(expressions.expression());
    }
    return new Node.Print(at, values);
  }

  private Node block(int at) throws Broken {
    String name = identifier();
    tokens.skipName("scoped");
    boolean required = tokens.skipName("required");
    List<Node> body = closed("endblock");
    if (required && !body.stream().allMatch(Statements::isBlank)) {
      throw new Broken(at, "expected nothing in a required block");
    }
    tokens.skipName(name);
    return new Node.Body(at, "block", List.of(), body);
  }

  private static boolean isBlank(Node node) {
    return node instanceof Node.Data data && data.text().isBlank();
  }

  private Node load(int at, String kind) throws Broken {
    Expr template = expressions.expression();
    List<String> names = new ArrayList<>();
    switch (kind) {
      case "include" -> {
        if (tokens.current().isName("ignore") && tokens.look().isName("missing")) {
          tokens.take();
          tokens.take();
        }
        context();
      }
      case "import" -> {
        tokens.expectName("as");
        names.add(identifier());
        context();
      }
      case "from" -> {
        tokens.expectName("import");
        imported(names);
      }
      default -> {}
    }
    return new Node.Load(at, kind, template, names);
  }

  private boolean context() {
    boolean told =
        (tokens.current().isName("with") || tokens.current().isName("without"))
            && tokens.look().isName("context");
    if (told) {
      tokens.take();
      tokens.take();
    }
    return told;
  }

  private void imported(List<String> names) throws Broken {
    boolean more = true;
    while (more) {
      if (!names.isEmpty()) {
        tokens.expectOperator(",");
      }
      if (context()) {
        return;
      }
      String name = identifier();
      if (name.startsWith("_")) {
        throw tokens.broken("expected a public name");
      }
      names.add(tokens.skipName("as") ? identifier() : name);
      more = !context() && tokens.current().isOperator(",");
    }
  }
}
