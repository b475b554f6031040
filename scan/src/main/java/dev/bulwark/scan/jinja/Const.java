package dev.bulwark.scan.jinja;

import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/// A value known without running the template.
sealed interface Const {

  /// Text. {@link #GAP} stands for a part that is not known.
  record Text(String value) implements Const {
    /// A code point that is no character and never will be.
    static final char GAP = '\uffff';

    boolean whole() {
      return value.indexOf(GAP) < 0;
    }
  }

  /// An integer, as far as 64 bits hold it; a larger one is the largest.
  record Int(long value) implements Const {}

  record Real(double value) implements Const {}

  record Flag(boolean value) implements Const {}

  record None() implements Const {}

  /// A list or a tuple.
  record Seq(List<Abstract> items) implements Const {
    public Seq {
      items = List.copyOf(items);
    }
  }

  record Dict(List<Entry> entries) implements Const {
    public Dict {
      entries = List.copyOf(entries);
    }
  }

  record Entry(Abstract key, Abstract value) {}

  /// How much memory it stands for; a folded value that is too heavy is not kept.
  default long weight() {
    return switch (this) {
      case Text text -> 1 + text.value().length() / 16;
      case Int _, Real _, Flag _, None _ -> 1;
      case Seq seq -> 1 + seq.items().stream().mapToLong(Abstract::weight).sum();
      case Dict dict ->
          1
              + dict.entries().stream()
                  .mapToLong(entry -> entry.key().weight() + entry.value().weight())
                  .sum();
    };
  }

  /// As Jinja prints it, when that is simple.
  default Abstract printed() {
    return switch (this) {
      case Text text -> Abstract.of(text);
      case Int(long value) -> Abstract.of(new Text(Long.toString(value)));
      case Flag(boolean value) -> Abstract.of(new Text(value ? "True" : "False"));
      case None _ -> Abstract.of(new Text("None"));
      case Real _, Seq _, Dict _ -> Abstract.computed();
    };
  }

  /// The value of a number token.
  static Const number(Token token) {
    String digits = token.text().replace("_", "").toLowerCase(Locale.ROOT);
    if (token.is(Token.Kind.FLOAT)) {
      return new Real(Double.parseDouble(digits));
    }
    int radix =
        switch (digits.length() > 1 ? digits.charAt(1) : ' ') {
          case 'b' -> 2;
          case 'o' -> 8;
          case 'x' -> 16;
          default -> 10;
        };
    String body = radix == 10 ? digits : digits.substring(2);
    return body.length() > 100
        ? new Int(Long.MAX_VALUE)
        : new Int(new BigInteger(body, radix).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
  }
}
