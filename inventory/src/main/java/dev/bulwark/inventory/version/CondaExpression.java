package dev.bulwark.inventory.version;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Parses conditions joined by `,` and `|`, of which `,` binds closer, with parentheses.
final class CondaExpression {
  private static final int DEEPEST = 16;
  private static final Pattern TOKENS =
      Pattern.compile("\\s*(\\^[^$]*[$]|[()|,]|[^()|,\\s][^()|,]*)");

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  private CondaExpression(String text) {
    this.text = text;
    Matcher token = TOKENS.matcher(text);
    int end = 0;
    while (token.find()) {
      tokens.add(token.group(1).strip());
      end = token.end();
    }
    if (!text.substring(end).isBlank()) {
      throw new CondaClause.Broken("versions joined by , and |", text);
    }
  }

  /// @throws CondaClause.Broken when it is none
  static CondaClause parse(String text) {
    CondaExpression expression = new CondaExpression(text);
    CondaClause parsed = expression.any(0);
    if (expression.at < expression.tokens.size()) {
      throw new CondaClause.Broken(
          "the end or , or | before " + expression.tokens.get(expression.at), text);
    }
    return parsed;
  }

  private CondaClause any(int depth) {
    return joined("|", CondaClause.Any::new, this::all, depth);
  }

  private CondaClause all(int depth) {
    return joined(",", CondaClause.All::new, this::one, depth);
  }

  private CondaClause joined(
      String operator,
      Function<List<CondaClause>, CondaClause> join,
      IntFunction<CondaClause> part,
      int depth) {
    List<CondaClause> parts = new ArrayList<>(List.of(part.apply(depth)));
    while (accept(operator)) {
      parts.add(part.apply(depth));
    }
    return parts.size() == 1 ? parts.getFirst() : join.apply(List.copyOf(parts));
  }

  private CondaClause one(int depth) {
    if (accept("(")) {
      if (depth >= DEEPEST) {
        throw new CondaClause.Broken("at most " + DEEPEST + " parentheses in another", text);
      }
      CondaClause inner = any(depth + 1);
      if (!accept(")")) {
        throw new CondaClause.Broken("a closing parenthesis", text);
      }
      return inner;
    }
    if (at == tokens.size() || "()|,".contains(tokens.get(at))) {
      throw new CondaClause.Broken(
          "a version " + (at == tokens.size() ? "at the end" : "before " + tokens.get(at)), text);
    }
    return CondaClause.of(tokens.get(at++));
  }

  private boolean accept(String token) {
    boolean here = at < tokens.size() && tokens.get(at).equals(token);
    at += here ? 1 : 0;
    return here;
  }
}
