package dev.bulwark.scan.protobuf;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// Reads protobuf's text format, without a schema, from left to right and once.
///
/// ```
/// name: 1  name: "text" 'goes on'  message { … }  other < … >  list: [1, 2]  [extension.name]: 3  # comment
/// ```
///
/// Nothing is kept but what the listener wants, so memory does not depend on the size.
public final class TextFormat {
  private static final int MAX_DEPTH = 200;
  private static final int MAX_NAME = 512;

  /// Hears of every field in order.
  public interface Listener {
    /// A message begins.
    void open(String name, long at);

    /// The innermost message ends.
    void close();

    /// Whether the value of a field is to be handed over.
    boolean wants(String name);

    /// A number, a word or the bytes of a text.
    void scalar(String name, byte[] value, long at);
  }

  private record Frame(char end, String name) {}

  private final Source source;
  private final Budget budget;
  private final Listener listener;
  private final Deque<Frame> open = new ArrayDeque<>();
  private long at;

  public TextFormat(Source source, Budget budget, Listener listener) {
    this.source = source;
    this.budget = budget;
    this.listener = listener;
  }

  /// @throws BrokenWire where the bytes do not follow the grammar
  /// @throws Budget.OverLimit when the budget is gone
  public void read() {
    while (space()) {
      budget.tick();
      Frame top = open.peek();
      char c = (char) source.at(at);
      if (top != null && c == top.end()) {
        at++;
        open.pop();
        if (c != ']') {
          listener.close();
        }
      } else if (c == ',' || c == ';') {
        at++;
      } else if (top != null && top.end() == ']') {
        value(top.name(), true);
      } else {
        field();
      }
    }
    if (!open.isEmpty()) {
      throw broken("expected the end of a message, found the end of the file");
    }
  }

  /// The name of the first field; empty when there is none.
  public String first() {
    try {
      return space() ? name() : "";
    } catch (BrokenWire e) {
      return "";
    }
  }

  private void field() {
    String name = name();
    boolean colon = space() && source.at(at) == ':';
    if (colon) {
      at++;
    }
    if (!space()) {
      throw broken("expected a value, found the end of the file");
    }
    value(name, colon);
  }

  /// @param colon whether there was one: what is no message needs it
  private void value(String name, boolean colon) {
    char c = (char) source.at(at);
    if (c == '{' || c == '<' || (c == '[' && colon)) {
      if (open.size() == MAX_DEPTH) {
        throw broken("expected at most " + MAX_DEPTH + " levels");
      }
      if (c != '[') {
        listener.open(name, at);
      }
      at++;
      open.push(new Frame(c == '{' ? '}' : c == '<' ? '>' : ']', name));
    } else if (colon) {
      scalar(name);
    } else {
      throw broken("expected a value");
    }
  }

  private void scalar(String name) {
    long from = at;
    ByteArrayOutputStream kept = listener.wants(name) ? new ByteArrayOutputStream() : null;
    if (isQuote(source.at(at))) {
      while (at < source.size() && isQuote(source.at(at))) {
        text(kept);
        space();
      }
    } else {
      word(kept);
    }
    if (kept != null) {
      listener.scalar(name, kept.toByteArray(), from);
    }
  }

  private void word(@Nullable ByteArrayOutputStream kept) {
    long from = at;
    while (at < source.size() && (isName(source.at(at)) || "+-.".indexOf(source.at(at)) >= 0)) {
      if (kept != null && kept.size() < MAX_NAME) {
        kept.write(source.at(at));
      }
      budget.tick();
      at++;
    }
    if (at == from) {
      throw broken("expected a value");
    }
  }

  private void text(@Nullable ByteArrayOutputStream kept) {
    int quote = source.at(at++);
    while (at < source.size() && source.at(at) != quote) {
      budget.tick();
      int c = source.at(at++);
      if (c == '\n') {
        throw broken("expected the end of a text within its line");
      }
      int value = c == '\\' ? escaped() : c;
      if (kept != null) {
        budget.bytes(1);
        kept.write(value);
      }
    }
    if (at == source.size()) {
      throw broken("expected the end of a text, found the end of the file");
    }
    at++;
  }

  /// The byte behind a backslash; letters of Unicode escapes are kept as they are written.
  private int escaped() {
    if (at == source.size()) {
      throw broken("expected an escape, found the end of the file");
    }
    int c = source.at(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'x', 'X' -> number(16, 2);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        at--;
        yield number(8, 3);
      }
      default -> c;
    };
  }

  private int number(int radix, int most) {
    int value = 0;
    for (int i = 0; i < most && at < source.size(); i++, at++) {
      int digit = Character.digit(source.at(at), radix);
      if (digit < 0) {
        break;
      }
      value = value * radix + digit;
    }
    return value & 0xff;
  }

  private String name() {
    long from = at;
    boolean extension = source.at(at) == '[';
    while (at < source.size()
        && (isName(source.at(at)) || (extension && "[]./-".indexOf(source.at(at)) >= 0))) {
      budget.tick();
      if (source.at(at++) == ']') {
        break;
      }
    }
    if (at == from || at - from > MAX_NAME) {
      throw broken("expected the name of a field");
    }
    byte[] name = source.bytes().asSlice(from, at - from).toArray(ValueLayout.JAVA_BYTE);
    return new String(name, StandardCharsets.ISO_8859_1);
  }

  /// Goes to the next byte that is neither white space nor a comment.
  ///
  /// @return whether there is one
  private boolean space() {
    while (at < source.size()) {
      int c = source.at(at);
      if (c == '#') {
        while (at < source.size() && source.at(at) != '\n') {
          budget.tick();
          at++;
        }
      } else if (c == ' ' || (c >= '\t' && c <= '\r')) {
        budget.tick();
        at++;
      } else {
        return true;
      }
    }
    return false;
  }

  private static boolean isQuote(int c) {
    return c == '"' || c == '\'';
  }

  private static boolean isName(int c) {
    return c == '_' || (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
  }

  private BrokenWire broken(String problem) {
    return new BrokenWire(at, problem);
  }
}
