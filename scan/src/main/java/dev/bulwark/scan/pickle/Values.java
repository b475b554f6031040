package dev.bulwark.scan.pickle;

import java.util.List;

/// What the machine knows about its values, for those who ask about arguments.
final class Values {
  private static final int SHOWN = 60;

  private final Tuples tuples;
  private final Literals literals;
  private final Names names;

  Values(Tuples tuples, Literals literals, Names names) {
    this.tuples = tuples;
    this.literals = literals;
    this.names = names;
  }

  int length(long tuple) {
    return tuples.length(tuple);
  }

  boolean isKept(long tuple) {
    return tuples.isKept(tuple);
  }

  long item(long tuple, int i) {
    return tuples.item(tuple, i);
  }

  /// The text of a string.
  String text(long word) {
    return literals.text(word);
  }

  /// What one of a {@link Schema}'s alternatives asks.
  static Schema.Wanted wanted(String text) {
    return switch (text) {
      case "any" -> (word, values) -> values.isAny(word);
      case "plain" -> (word, _) -> !Word.isForeign(word);
      case "str" -> (word, _) -> Word.isString(Word.kind(word));
      case "bytes" -> (word, values) -> values.isBytes(word);
      case "int" -> (word, _) -> isOf(word, Word.INT, Word.BOOL);
      case "float" -> (word, _) -> isOf(word, Word.FLOAT, Word.INT);
      case "bool" -> (word, _) -> isOf(word, Word.BOOL, Word.INT);
      case "none" -> (word, _) -> isOf(word, Word.NONE, Word.NONE);
      case "tuple" -> (word, _) -> isOf(word, Word.TUPLE, Word.TUPLE);
      case "list" -> (word, _) -> isOf(word, Word.LIST, Word.LIST);
      case "dict" -> (word, _) -> isOf(word, Word.DICT, Word.DICT);
      case "object" -> (word, _) -> isOf(word, Word.CALL, Word.PERSISTENT);
      case "ints" ->
          (word, values) -> Word.isInts(word) || values.isResultOf(word, "torch", "Size");
      case "zero" -> (word, values) -> values.isZero(word);
      case "class" -> (word, values) -> Word.kind(word) == Word.GLOBAL && !values.isTool(word);
      case "made" -> (word, values) -> values.isMade(word);
      case "storage" -> (word, values) -> values.isStorage(word);
      case "name" -> (word, values) -> values.isPlainName(word);
      default -> (word, values) -> values.isExactly(word, text);
    };
  }

  private static boolean isOf(long word, int one, int other) {
    int kind = Word.kind(word);
    return kind == one || kind == other;
  }

  /// Anything but a function that is allowed for certain arguments only.
  boolean isAny(long word) {
    return !isTool(word);
  }

  /// Whether this is exactly the text.
  boolean isText(long word, String text) {
    return Word.isString(Word.kind(word)) && literals.text(word).equals(text);
  }

  private boolean isBytes(long word) {
    return isOf(word, Word.BYTES, Word.BYTEARRAY)
        || Word.isString(Word.kind(word))
        || isEncoded(word);
  }

  private boolean isZero(long word) {
    return Word.isInts(word) && length(word) == 1 && literals.number(item(word, 0)) == 0;
  }

  private boolean isMade(long word) {
    return Word.kind(word) == Word.CALL
        && names.standing(Word.global(word)) instanceof Standing.Allowed;
  }

  private boolean isPlainName(long word) {
    return Word.isString(Word.kind(word)) && isIdentifier(literals.text(word));
  }

  /// A function with a schema, handed over where that schema could not be kept.
  private boolean isTool(long word) {
    return Word.kind(word) == Word.GLOBAL
        && names.standing(Word.global(word)) instanceof Standing.Allowed allowed
        && allowed.role() == Standing.Role.REBUILD;
  }

  private boolean isEncoded(long word) {
    return isResultOf(word, "_codecs", "encode");
  }

  private boolean isStorage(long word) {
    return switch (Word.kind(word)) {
      case Word.PERSISTENT -> Word.payload(word) == 1;
      case Word.CALL -> {
        PickleName callee = names.name(Word.global(word));
        yield callee.qualified().endsWith("Storage")
            || callee.qualified().equals("_load_from_bytes");
      }
      default -> false;
    };
  }

  private boolean isResultOf(long word, String module, String name) {
    return Word.kind(word) == Word.CALL
        && names.name(Word.global(word)).equals(new PickleName(module, name));
  }

  private static boolean isIdentifier(String text) {
    return !text.startsWith("_")
        && text.indexOf('.') < 0
        && new PickleName("m", text).isPlausible();
  }

  private boolean isExactly(long word, String wanted) {
    if (wanted.startsWith("@")) {
      return Word.kind(word) == Word.GLOBAL
          && (names.name(Word.global(word)).module()
                  + "."
                  + names.name(Word.global(word)).qualified())
              .equals(wanted.substring(1));
    }
    return isText(word, wanted.substring(1, Math.max(1, wanted.length() - 1)));
  }

  /// A short printable summary of a call's arguments: strings cut, data told by kind.
  String summary(long arguments) {
    if (Word.kind(arguments) != Word.TUPLE) {
      return Word.kindName(arguments);
    }
    StringBuilder out = new StringBuilder();
    int count = tuples.isKept(arguments) ? tuples.length(arguments) : 0;
    for (int i = 0; i < count && out.length() < SHOWN; i++) {
      out.append(i > 0 ? ", " : "").append(shown(tuples.item(arguments, i), 1));
    }
    return out.length() > SHOWN ? out.substring(0, SHOWN - 1) + "…" : out.toString();
  }

  private String shown(long word, int depth) {
    int kind = Word.kind(word);
    return switch (kind) {
      case Word.STR, Word.TEXT -> "'" + Printable.of(literals.text(word), SHOWN) + "'";
      case Word.NONE -> "None";
      case Word.INT -> {
        long number = literals.number(word);
        yield number == Long.MIN_VALUE ? "an int" : Long.toString(number);
      }
      case Word.BYTES -> "bytes";
      case Word.GLOBAL -> names.name(Word.global(word)).toString();
      case Word.CALL -> names.name(Word.global(word)) + "(…)";
      case Word.TUPLE -> depth > 2 || !tuples.isKept(word) ? "a tuple" : shownTuple(word, depth);
      default -> Word.kindName(word);
    };
  }

  private String shownTuple(long tuple, int depth) {
    List<String> items = new java.util.ArrayList<>();
    for (int i = 0; i < Math.min(4, tuples.length(tuple)); i++) {
      items.add(shown(tuples.item(tuple, i), depth + 1));
    }
    return "(" + String.join(", ", items) + (tuples.length(tuple) > 4 ? ", …)" : ")");
  }
}
