package dev.bulwark.scan.jinja;

import dev.bulwark.scan.jinja.Expr.Arguments;
import dev.bulwark.scan.jinja.Expr.Keyword;
import dev.bulwark.scan.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Parses what is written behind a value: attributes, items, calls, filters and tests.
final class Postfixes {
  private final Tokens tokens;
  private final Expressions expressions;

  Postfixes(Tokens tokens, Expressions expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
  }

  /// Attributes, items and calls behind a value.
  Expr postfix(Expr value) throws Broken {
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

  /// Filters and tests behind a value, and calls behind those.
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
      Expr value = expressions.expression();
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
    return missing ? Optional.empty() : Optional.of(expressions.expression());
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

  private Arguments arguments() throws Broken {
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
        lists.add(expressions.expression());
      } else if (tokens.current().isOperator("**") && maps.isEmpty()) {
        tokens.take();
        maps.add(expressions.expression());
      } else if (tokens.current().is(Kind.NAME)
          && tokens.look().isOperator("=")
          && maps.isEmpty()) {
        String name = tokens.take().text();
        tokens.take();
        named.add(new Keyword(name, expressions.expression()));
      } else if (lists.isEmpty() && maps.isEmpty() && named.isEmpty()) {
        positional.add(expressions.expression());
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
      arguments = new Arguments(List.of(postfix(expressions.primary())), List.of(), List.of());
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
