package dev.bulwark.scan.jinja;

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
  private final Postfixes postfixes;

  Expressions(Tokens tokens) {
    this.tokens = tokens;
    this.postfixes = new Postfixes(tokens, this);
  }

  /// The filters of a filter block.
  Expr blockFilter() throws Broken {
    return postfixes.blockFilter();
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
      value = postfixes.postfix(primary());
    }
    return filtered ? postfixes.filters(value) : value;
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
}
