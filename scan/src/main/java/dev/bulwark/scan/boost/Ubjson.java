package dev.bulwark.scan.boost;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.json.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Universal Binary JSON (draft 12) as the same tree as text JSON. Arrays of numbers are skipped
/// and only counted.
final class Ubjson {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_TEXT = 1 << 24;

  private final Source source;
  private final Budget budget;
  private long at;
  private int depth;

  Ubjson(Source source, Budget budget) {
    this.source = source;
    this.budget = budget;
  }

  /// The bytes break the grammar.
  static final class Broken extends Exception {
    private final long at;

    Broken(long at) {
      super("expected UBJSON", null, false, false);
      this.at = at;
    }

    long at() {
      return at;
    }
  }

  /// Where the last value ended.
  long at() {
    return at;
  }

  private Broken broken() {
    return new Broken(Math.min(at, source.size()));
  }

  private int next() throws Broken {
    if (at >= source.size()) {
      throw broken();
    }
    return source.at(at++);
  }

  private int peek() throws Broken {
    if (at >= source.size()) {
      throw broken();
    }
    return source.at(at);
  }

  private void skip(long count) throws Broken {
    if (count < 0 || count > source.size() - at) {
      throw broken();
    }
    at += count;
  }

  JsonTree value() throws Broken {
    return value(next());
  }

  private JsonTree value(int type) throws Broken {
    budget.entry();
    long start = Math.max(0, at - 1);
    return switch (type) {
      case '{' -> object(start);
      case '[' -> array(start);
      case 'S', 'H' -> new JsonTree.Text(start, text());
      case 'C' -> new JsonTree.Text(start, String.valueOf((char) next()));
      case 'T', 'F' -> new JsonTree.Flag(start, type == 'T');
      case 'Z' -> new JsonTree.Null(start);
      default -> {
        int width = width(type);
        if (width < 0) {
          throw broken();
        }
        skip(width);
        yield new JsonTree.Numeral(start, "");
      }
    };
  }

  private static int width(int type) {
    return switch (type) {
      case 'i', 'U' -> 1;
      case 'I' -> 2;
      case 'l', 'd' -> 4;
      case 'L', 'D' -> 8;
      default -> -1;
    };
  }

  /// A length: an integer with its type, big-endian.
  private long length() throws Broken {
    int type = next();
    int width = "iUIlL".indexOf(type) < 0 ? -1 : width(type);
    if (width < 0 || width > source.size() - at) {
      throw broken();
    }
    long length = 0;
    for (int i = 0; i < width; i++) {
      length = length << 8 | next();
    }
    if (length < 0 || (type == 'i' && length > 127)) {
      throw broken();
    }
    return length;
  }

  private String text() throws Broken {
    long length = length();
    if (length > MAX_TEXT) {
      throw new Budget.OverLimit(Outcome.Reason.OVER_LIMIT, "a text longer than 16 MiB");
    }
    long start = at;
    skip(length);
    budget.bytes(length);
    return new String(
        source.bytes().asSlice(start, length).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT, "nested deeper than %d levels".formatted(MAX_DEPTH));
    }
  }

  private JsonTree object(long start) throws Broken {
    enter();
    List<JsonTree.Member> members = new ArrayList<>();
    long count = peek() == '#' ? counted() : -1;
    while (count < 0 ? peek() != '}' : members.size() < count) {
      long nameAt = at;
      String name = text();
      members.add(new JsonTree.Member(nameAt, name, value()));
    }
    if (count < 0) {
      at++;
    }
    depth--;
    return new JsonTree.Obj(start, members);
  }

  private long counted() throws Broken {
    at++;
    return length();
  }

  private JsonTree array(long start) throws Broken {
    if (peek() == '$') {
      return typed(start);
    }
    enter();
    long count = peek() == '#' ? counted() : -1;
    List<JsonTree> items = new ArrayList<>();
    while (count < 0 ? peek() != ']' : items.size() < count) {
      items.add(value());
    }
    if (count < 0) {
      at++;
    }
    depth--;
    boolean numbers =
        !items.isEmpty() && items.stream().allMatch(JsonTree.Numeral.class::isInstance);
    return numbers ? new JsonTree.Numbers(start, items.size()) : new JsonTree.Arr(start, items);
  }

  private JsonTree typed(long start) throws Broken {
    at++;
    int width = width(next());
    if (width < 0 || next() != '#') {
      throw broken();
    }
    long count = length();
    if (count > (source.size() - at) / width) {
      throw broken();
    }
    skip(count * width);
    return count == 0 ? new JsonTree.Arr(start, List.of()) : new JsonTree.Numbers(start, count);
  }
}
