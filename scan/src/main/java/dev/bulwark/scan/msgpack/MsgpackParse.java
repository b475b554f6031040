package dev.bulwark.scan.msgpack;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.msgpack.MsgpackView.Kind;
import dev.bulwark.scan.msgpack.MsgpackView.Oddity;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One reading of one source, with a stack of its own instead of the thread's.
final class MsgpackParse {
  /// What Python's reader refuses, too.
  private static final int MAX_DEPTH = 512;

  private static final int MAX_KEY = 256;
  private static final int MAX_KEYS = 100_000;
  private static final int ARRAY = 1;
  private static final int COMPLEX = 2;
  private static final int SCALAR = 3;
  private static final int TIMESTAMP = -1;

  private final Source source;
  private final Budget budget;
  private final Deque<Open> open = new ArrayDeque<>();
  private final List<Oddity> oddities = new ArrayList<>();
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final List<Source> inside = new ArrayList<>();
  private long values;
  private long arrays;
  private long end;

  /// An array or a map whose items are still to come.
  private static final class Open {
    private final boolean map;
    private final Set<String> keys = new HashSet<>(4);
    private long left;

    Open(Token token) {
      this.map = token.kind() == Token.Kind.MAP;
      this.left = map ? 2 * token.count() : token.count();
    }

    boolean atKey() {
      return map && left % 2 == 0;
    }
  }

  MsgpackParse(Source source, Budget budget) {
    this.source = source;
    this.budget = budget;
  }

  /// How many arrays of Flax were met.
  long arrays() {
    return arrays;
  }

  /// Where the value ends.
  long end() {
    return end;
  }

  List<Source> inside() {
    return inside;
  }

  MsgpackView view() {
    return new MsgpackView(
        source.place(), values, arrays, oddities, source.size(), source.size() - end);
  }

  void run() throws Broken {
    long at = take(0);
    while (!open.isEmpty()) {
      Open top = open.peek();
      if (top.left == 0) {
        open.pop();
      } else {
        at = top.atKey() ? key(top, at) : next(top, at);
      }
    }
    end = at;
    if (end < source.size()) {
      add(
          new Oddity(
              Kind.TRAILING,
              end,
              "%d bytes stand behind the value".formatted(source.size() - end)));
    }
  }

  private long next(Open top, long at) throws Broken {
    top.left--;
    return take(at);
  }

  private long key(Open top, long at) throws Broken {
    Token token = Token.read(source, at, source.size());
    if (token.kind() == Token.Kind.TEXT
        && token.count() <= MAX_KEY
        && top.keys.size() < MAX_KEYS
        && !top.keys.add(text(token))) {
      add(new Oddity(Kind.TWICE, at, "A map has the same key twice"));
    }
    return next(top, at);
  }

  private String text(Token token) {
    return new String(
        source.bytes().asSlice(token.body(), token.count()).toArray(JAVA_BYTE),
        StandardCharsets.UTF_8);
  }

  private long take(long at) throws Broken {
    budget.entry();
    values++;
    Token token = Token.read(source, at, source.size());
    end = at;
    switch (token.kind()) {
      case ARRAY, MAP -> {
        if (open.size() >= MAX_DEPTH) {
          throw new Budget.OverLimit(
              Outcome.Reason.OVER_LIMIT, "nested deeper than %d levels".formatted(MAX_DEPTH));
        }
        open.push(new Open(token));
      }
      case EXTENSION -> extension(token);
      case BYTES -> bytes(token);
      case PLAIN, TEXT -> {}
    }
    budget.bytes(token.body() - token.at());
    end = token.end();
    return token.end();
  }

  private void extension(Token token) throws Broken {
    switch (token.code()) {
      case ARRAY, SCALAR -> {
        FlaxArray.judge(source, token).ifPresent(this::add);
        arrays++;
      }
      case COMPLEX -> complex(token);
      case TIMESTAMP -> {}
      default ->
          add(
              new Oddity(
                  Kind.EXTENSION,
                  token.at(),
                  "An extension of type %d stands here, which Flax does not write"
                      .formatted(token.code())));
    }
  }

  private void complex(Token token) throws Broken {
    Token pair = Token.read(source, token.body(), token.end());
    if (pair.kind() != Token.Kind.ARRAY || pair.count() != 2) {
      throw new Broken(token.at(), "expected the two parts of a complex number");
    }
    Token real = Token.read(source, pair.body(), token.end());
    Token imaginary = Token.read(source, real.end(), token.end());
    if (real.kind() != Token.Kind.PLAIN
        || imaginary.kind() != Token.Kind.PLAIN
        || imaginary.end() != token.end()) {
      throw new Broken(token.at(), "expected the two parts of a complex number");
    }
    arrays++;
  }

  /// Bytes that could be a pickle are read as what they are.
  private void bytes(Token token) {
    boolean pickle =
        token.count() > 3
            && source.at(token.body()) == 0x80
            && source.at(token.body() + 1) <= 5
            && source.at(token.end() - 1) == '.';
    if (pickle) {
      inside.add(source.inside("bytes@" + token.at(), token.body(), token.count()));
    }
  }

  private void add(Oddity oddity) {
    if (counts.merge(oddity.kind(), 1, Integer::sum) <= MsgpackView.MAX_ODDITIES) {
      oddities.add(oddity);
    }
  }
}
