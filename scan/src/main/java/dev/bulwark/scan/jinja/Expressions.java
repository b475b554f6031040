package dev.bulwark.scan.jinja;

import dev.bulwark.scan.jinja.Expr.Arguments;
import dev.bulwark.scan.jinja.Expr.Keyword;
import dev.bulwark.scan.jinja.Expr.Pair;
import dev.bulwark.scan.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Parses expressions with Jinja2's own precedences: conditional, or, and, not, comparison, sum,
/// `~`, product, power, sign, and what is written behind a value.
final class Expressions {
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> PRODUCTS = Set.of("*", "/", "//", "%");

  private final Tokens tokens;

  Expressions(Tokens tokens) {
    this.tokens = tokens;
  }

  Expr expression() throws Broken {
    tokens.enter();
    Expr value = or();
    while (tokens.current().isName("if")) {
      int at = tokens.take().at();
      Expr test = or();
      Optional<Expr> otherwise =
          tokens.skipName("else") ? Optional.of(expression()) : Optional.empty();
      List<Expr> parts = new ArrayList<>(List.of(test, value));
      otherwise.ifPresent(parts::add);
      value = tokens.made(new Expr.Conditional(at, test, value, otherwise), parts);
    }
    tokens.leave();
    return value;
  }

  /// An expression without an inline `if`, which would swallow the `if` of a loop.
  Expr unconditional() throws Broken {
    tokens.enter();
    Expr value = or();
    tokens.leave();
    return value;
  }

  private Expr or() throws Broken {
    Expr left = and();
    while (tokens.current().isName("or")) {
      int at = tokens.take().at();
      left = binary(at, "or", left, and());
    }
    return left;
  }

  private Expr and() throws Broken {
    Expr left = not();
    while (tokens.current().isName("and")) {
      int at = tokens.take().at();
      left = binary(at, "and", left, not());
    }
    return left;
  }

  private Expr not() throws Broken {
    if (!tokens.current().isName("not")) {
      return comparison();
    }
    int at = tokens.take().at();
    tokens.enter();
    Expr operand = not();
    tokens.leave();
    return unary(at, "not", operand);
  }

  private Expr comparison() throws Broken {
    Expr left = sum();
    while (true) {
      Token token = tokens.current();
      if (token.is(Kind.OPERATOR) && COMPARISONS.contains(token.text())) {
        tokens.take();
        left = binary(token.at(), token.text(), left, sum());
      } else if (tokens.skipName("in")) {
        left = binary(token.at(), "in", left, sum());
      } else if (token.isName("not") && tokens.look().isName("in")) {
        tokens.take();
        tokens.take();
        left = binary(token.at(), "not in", left, sum());
      } else {
        return left;
      }
    }
  }

  private Expr sum() throws Broken {
    Expr left = concatenation();
    while (tokens.current().isOperator("+") || tokens.current().isOperator("-")) {
      Token token = tokens.take();
      left = binary(token.at(), token.text(), left, concatenation());
    }
    return left;
  }

  private Expr concatenation() throws Broken {
    Expr left = product();
    while (tokens.current().isOperator("~")) {
      int at = tokens.take().at();
      left = binary(at, "~", left, product());
    }
    return left;
  }

  private Expr product() throws Broken {
    Expr left = power();
    while (tokens.current().is(Kind.OPERATOR) && PRODUCTS.contains(tokens.current().text())) {
      Token token = tokens.take();
      left = binary(token.at(), token.text(), left, power());
    }
    return left;
  }

  private Expr power() throws Broken {
    Expr left = signed(true);
    while (tokens.current().isOperator("**")) {
      int at = tokens.take().at();
      left = binary(at, "**", left, signed(true));
    }
    return left;
  }

  private Expr signed(boolean filtered) throws Broken {
    Token token = tokens.current();
    Expr value;
    if (token.isOperator("-") || token.isOperator("+")) {
      tokens.take();
      tokens.enter();
      value = unary(token.at(), token.text(), signed(false));
      tokens.leave();
    } else {
      value = postfix(primary());
    }
    return filtered ? filters(value) : value;
  }

  private Expr binary(int at, String operator, Expr left, Expr right) {
    return tokens.made(new Expr.Binary(at, operator, left, right), List.of(left, right));
  }

  private Expr unary(int at, String operator, Expr operand) {
    return tokens.made(new Expr.Unary(at, operator, operand), List.of(operand));
  }

  Expr primary() throws Broken {
    Token token = tokens.current();
    return switch (token.kind()) {
      case NAME -> name(tokens.take());
      case STRING -> string();
      case INTEGER, FLOAT -> new Expr.Literal(token.at(), Const.number(tokens.take()));
      case OPERATOR ->
          switch (token.text()) {
            case "(" -> {
              tokens.take();
              Expr value = tuple(true, true);
              tokens.expectOperator(")");
              yield value;
            }
            case "[" -> new ListOf().read();
            case "{" -> pairs();
            default -> throw tokens.broken("expected a value");
          };
      case DATA, BLOCK_BEGIN, BLOCK_END, VARIABLE_BEGIN, VARIABLE_END, END ->
          throw tokens.broken("expected a value");
    };
  }

  private static Expr name(Token token) {
    return switch (token.text()) {
      case "true", "True" -> new Expr.Literal(token.at(), new Const.Flag(true));
      case "false", "False" -> new Expr.Literal(token.at(), new Const.Flag(false));
      case "none", "None" -> new Expr.Literal(token.at(), new Const.None());
      default -> new Expr.Name(token.at(), token.text());
    };
  }

  /// Neighbouring strings are one.
  private Expr string() {
    int at = tokens.current().at();
    StringBuilder value = new StringBuilder();
    while (tokens.current().is(Kind.STRING)) {
      value.append(tokens.take().text());
    }
    return new Expr.Literal(at, new Const.Text(value.toString()));
  }

  /// Values parted by commas; one without a comma is itself.
  ///
  /// @param parenthesised whether nothing at all is an empty tuple
  /// @param stops names that end it besides the ends of tags and parentheses
  Expr tuple(boolean conditional, boolean parenthesised, String... stops) throws Broken {
    int at = tokens.current().at();
    List<Expr> items = new ArrayList<>();
    boolean commas = false;
    while (true) {
      if (!items.isEmpty()) {
        tokens.expectOperator(",");
      }
      if (endsTuple(stops)) {
        break;
      }
      items.add(conditional ? expression() : unconditional());
      if (!tokens.current().isOperator(",")) {
        break;
      }
      commas = true;
    }
    if (commas || items.isEmpty()) {
      if (!commas && !parenthesised) {
        throw tokens.broken("expected an expression");
      }
      return tokens.made(new Expr.Tuple(at, items), items);
    }
    return items.getFirst();
  }

  boolean endsTuple(String... stops) {
    Token token = tokens.current();
    return token.is(Kind.VARIABLE_END)
        || token.is(Kind.BLOCK_END)
        || token.isOperator(")")
        || (token.is(Kind.NAME) && List.of(stops).contains(token.text()));
  }

  /// A list literal.
  private final class ListOf {
    Expr read() throws Broken {
      int at = tokens.take().at();
      List<Expr> items = new ArrayList<>();
      while (!tokens.current().isOperator("]")) {
        if (!items.isEmpty()) {
          tokens.expectOperator(",");
        }
        if (tokens.current().isOperator("]")) {
          break;
        }
        items.add(expression());
      }
      tokens.expectOperator("]");
      return tokens.made(new Expr.Many(at, items), items);
    }
  }

  private Expr pairs() throws Broken {
    int at = tokens.take().at();
    List<Pair> pairs = new ArrayList<>();
    List<Expr> parts = new ArrayList<>();
    while (!tokens.current().isOperator("}")) {
      if (!pairs.isEmpty()) {
        tokens.expectOperator(",");
      }
      if (tokens.current().isOperator("}")) {
        break;
      }
      Expr key = expression();
      tokens.expectOperator(":");
      Expr value = expression();
      pairs.add(new Pair(key, value));
      parts.add(key);
      parts.add(value);
    }
    tokens.expectOperator("}");
    return tokens.made(new Expr.Pairs(at, pairs), parts);
  }

  private Expr postfix(Expr value) throws Broken {
    Expr whole = value;
    while (true) {
      Token token = tokens.current();
      if (token.isOperator(".")) {
        whole = dotted(whole);
      } else if (token.isOperator("[")) {
        whole = subscript(whole);
      } else if (token.isOperator("(")) {
        whole = call(whole);
      } else {
        return whole;
      }
    }
  }

  Expr filters(Expr value) throws Broken {
    Expr whole = value;
    while (true) {
      Token token = tokens.current();
      if (token.isOperator("|")) {
        tokens.take();
        whole = filter(Optional.of(whole));
      } else if (token.isName("is")) {
        whole = test(whole);
      } else if (token.isOperator("(")) {
        whole = call(whole);
      } else {
        return whole;
      }
    }
  }

  private Expr dotted(Expr target) throws Broken {
    tokens.take();
    Token name = tokens.current();
    return switch (name.kind()) {
      case NAME -> {
        tokens.take();
        yield tokens.made(new Expr.Attr(name.at(), target, name.text()), List.of(target));
      }
      case INTEGER -> {
        tokens.take();
        Expr index = new Expr.Literal(name.at(), Const.number(name));
        yield tokens.made(new Expr.Item(name.at(), target, index), List.of(target));
      }
      case DATA,
          BLOCK_BEGIN,
          BLOCK_END,
          VARIABLE_BEGIN,
          VARIABLE_END,
          STRING,
          FLOAT,
          OPERATOR,
          END ->
          throw tokens.broken("expected a name or number");
    };
  }

  private Expr subscript(Expr target) throws Broken {
    int at = tokens.take().at();
    List<Expr> parts = new ArrayList<>();
    while (!tokens.current().isOperator("]")) {
      if (!parts.isEmpty()) {
        tokens.expectOperator(",");
      }
      parts.add(subscribed());
    }
    tokens.expectOperator("]");
    Expr index =
        parts.size() == 1 ? parts.getFirst() : tokens.made(new Expr.Tuple(at, parts), parts);
    return tokens.made(new Expr.Item(at, target, index), List.of(target, index));
  }

  private Expr subscribed() throws Broken {
    int at = tokens.current().at();
    Optional<Expr> start = Optional.empty();
    if (!tokens.skipOperator(":")) {
      Expr value = expression();
      if (!tokens.skipOperator(":")) {
        return value;
      }
      start = Optional.of(value);
    }
    Optional<Expr> stop = bound(true);
    Optional<Expr> step = tokens.skipOperator(":") ? bound(false) : Optional.empty();
    List<Expr> parts = new ArrayList<>();
    start.ifPresent(parts::add);
    stop.ifPresent(parts::add);
    step.ifPresent(parts::add);
    return tokens.made(new Expr.Slice(at, start, stop, step), parts);
  }

  private Optional<Expr> bound(boolean more) throws Broken {
    Token token = tokens.current();
    boolean missing =
        token.isOperator("]") || token.isOperator(",") || (more && token.isOperator(":"));
    return missing ? Optional.empty() : Optional.of(expression());
  }

  private Expr call(Expr callee) throws Broken {
    int at = tokens.current().at();
    Arguments arguments = arguments();
    List<Expr> parts = parts(arguments);
    parts.add(callee);
    return tokens.made(new Expr.Call(at, callee, arguments), parts);
  }

  private static List<Expr> parts(Arguments arguments) {
    List<Expr> parts = new ArrayList<>(arguments.positional());
    arguments.named().forEach(keyword -> parts.add(keyword.value()));
    parts.addAll(arguments.spread());
    return parts;
  }

  Arguments arguments() throws Broken {
    tokens.expectOperator("(");
    List<Expr> positional = new ArrayList<>();
    List<Keyword> named = new ArrayList<>();
    List<Expr> lists = new ArrayList<>();
    List<Expr> maps = new ArrayList<>();
    boolean first = true;
    while (!tokens.current().isOperator(")")) {
      if (!first) {
        tokens.expectOperator(",");
        if (tokens.current().isOperator(")")) {
          break;
        }
      }
      first = false;
      if (tokens.current().isOperator("*") && lists.isEmpty() && maps.isEmpty()) {
        tokens.take();
        lists.add(expression());
      } else if (tokens.current().isOperator("**") && maps.isEmpty()) {
        tokens.take();
        maps.add(expression());
      } else if (tokens.current().is(Kind.NAME)
          && tokens.look().isOperator("=")
          && maps.isEmpty()) {
        String name = tokens.take().text();
        tokens.take();
        named.add(new Keyword(name, expression()));
      } else if (lists.isEmpty() && maps.isEmpty() && named.isEmpty()) {
        positional.add(expression());
      } else {
        throw tokens.broken("expected no argument of this kind here");
      }
    }
    tokens.expectOperator(")");
    lists.addAll(maps);
    return new Arguments(positional, named, lists);
  }

  /// The filter named here, and those behind it: of a filter block, where the first has no bar.
  Expr blockFilter() throws Broken {
    Expr whole = filter(Optional.empty());
    while (tokens.skipOperator("|")) {
      whole = filter(Optional.of(whole));
    }
    return whole;
  }

  private Expr filter(Optional<Expr> target) throws Broken {
    int at = tokens.current().at();
    String name = dottedName();
    Arguments arguments = tokens.current().isOperator("(") ? arguments() : Arguments.NONE;
    List<Expr> parts = parts(arguments);
    target.ifPresent(parts::add);
    return tokens.made(new Expr.Filter(at, target, name, arguments), parts);
  }

  private String dottedName() throws Broken {
    StringBuilder name = new StringBuilder(tokens.expect(Kind.NAME).text());
    while (tokens.skipOperator(".")) {
      name.append('.').append(tokens.expect(Kind.NAME).text());
    }
    return name.toString();
  }

  private Expr test(Expr target) throws Broken {
    int at = tokens.take().at();
    boolean negated = tokens.skipName("not");
    String name = dottedName();
    Arguments arguments = Arguments.NONE;
    if (tokens.current().isOperator("(")) {
      arguments = arguments();
    } else if (opensArgument(tokens.current())) {
      if (tokens.current().isName("is")) {
        throw tokens.broken("expected no second test");
      }
      tokens.enter();
      arguments = new Arguments(List.of(postfix(primary())), List.of(), List.of());
      tokens.leave();
    }
    List<Expr> parts = parts(arguments);
    parts.add(target);
    return tokens.made(new Expr.Test(at, target, name, negated, arguments), parts);
  }

  private static boolean opensArgument(Token token) {
    return switch (token.kind()) {
      case NAME -> !Set.of("else", "or", "and").contains(token.text());
      case STRING, INTEGER, FLOAT -> true;
      case OPERATOR -> token.text().equals("[") || token.text().equals("{");
      case DATA, BLOCK_BEGIN, BLOCK_END, VARIABLE_BEGIN, VARIABLE_END, END -> false;
    };
  }
}
