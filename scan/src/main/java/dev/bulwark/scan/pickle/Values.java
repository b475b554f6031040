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

  /// Whether a value is one of a {@link Schema}'s alternatives.
  boolean is(long word, String wanted) {
    int kind = Word.kind(word);
    return switch (wanted) {
      case "any" -> !isTool(word);
      case "plain" -> !Word.isForeign(word);
      case "str" -> Word.isString(kind);
      case "bytes" ->
          kind == Word.BYTES || kind == Word.BYTEARRAY || Word.isString(kind) || isEncoded(word);
      case "int" -> kind == Word.INT || kind == Word.BOOL;
      case "float" -> kind == Word.FLOAT || kind == Word.INT;
      case "bool" -> kind == Word.BOOL || kind == Word.INT;
      case "none" -> kind == Word.NONE;
      case "tuple" -> kind == Word.TUPLE;
      case "ints" -> Word.isInts(word) || isResultOf(word, "torch", "Size");
      case "zero" -> Word.isInts(word) && length(word) == 1 && literals.number(item(word, 0)) == 0;
      case "list" -> kind == Word.LIST;
      case "dict" -> kind == Word.DICT;
      case "class" -> kind == Word.GLOBAL && !isTool(word);
      case "made" ->
          kind == Word.CALL && names.standing(Word.global(word)) instanceof Standing.Allowed;
      case "object" -> kind == Word.CALL || kind == Word.PERSISTENT;
      case "storage" -> isStorage(word);
      case "name" -> Word.isString(kind) && isIdentifier(literals.text(word));
      default -> isExactly(word, wanted);
    };
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
    return Word.isString(Word.kind(word)) && ("'" + literals.text(word) + "'").equals(wanted);
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
