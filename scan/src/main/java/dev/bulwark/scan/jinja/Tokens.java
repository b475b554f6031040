package dev.bulwark.scan.jinja;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.scan.jinja.Token.Kind;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/// The tokens ahead, and how deep what was made of them nests: parsing and everything after it
/// recurses, so the depth is bounded here, far from the end of a small stack whoever compiled the
/// code. Chat templates nest a dozen deep.
final class Tokens {
  /// Of brackets and bodies: the parser takes a dozen frames for each.
  private static final int MAX_NESTING = 100;

  /// Of what was made: a chain of calls and a sum are as deep as they are long.
  private static final int MAX_DEPTH = 250;

  private final List<Token> tokens;
  private final Budget budget;
  private final IdentityHashMap<Expr, Integer> depths = new IdentityHashMap<>();
  private int next;
  private int nesting;

  Tokens(List<Token> tokens, Budget budget) {
    this.tokens = tokens;
    this.budget = budget;
  }

  Token current() {
    return tokens.get(next);
  }

  Token look() {
    return tokens.get(Math.min(next + 1, tokens.size() - 1));
  }

  Token take() {
    budget.tick();
    Token token = current();
    next = Math.min(next + 1, tokens.size() - 1);
    return token;
  }

  boolean skipName(String name) {
    return current().isName(name) && take() != null;
  }

  boolean skipOperator(String operator) {
    return current().isOperator(operator) && take() != null;
  }

  Token expect(Kind kind) throws Broken {
    if (!current().is(kind)) {
      throw broken("expected " + kind);
    }
    return take();
  }

  void expectOperator(String operator) throws Broken {
    if (!skipOperator(operator)) {
      throw broken("expected \"" + operator + "\"");
    }
  }

  void expectName(String name) throws Broken {
    if (!skipName(name)) {
      throw broken("expected \"" + name + "\"");
    }
  }

  Broken broken(String expected) {
    return new Broken(current().at(), expected + ", found " + current().shown());
  }

  void enter() {
    if (++nesting > MAX_NESTING) {
      throw tooDeep(MAX_NESTING);
    }
  }

  void leave() {
    nesting--;
  }

  /// Notes an expression made of others.
  ///
  /// @throws Budget.OverLimit when it nests too deep
  <E extends Expr> E made(E whole, List<? extends Expr> parts) {
    int depth = 1;
    for (Expr part : parts) {
      depth = Math.max(depth, depths.getOrDefault(part, 1) + 1);
    }
    if (depth > MAX_DEPTH) {
      throw tooDeep(MAX_DEPTH);
    }
    depths.put(whole, depth);
    return whole;
  }

  <E extends Expr> E made(E whole, Expr part, Optional<? extends Expr> other) {
    return made(whole, other.isPresent() ? List.of(part, other.get()) : List.of(part));
  }

  private static Budget.OverLimit tooDeep(int most) {
    return new Budget.OverLimit(
        Outcome.Reason.OVER_LIMIT, "a template nested deeper than %d levels".formatted(most));
  }
}
