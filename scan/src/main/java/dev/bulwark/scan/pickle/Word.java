package dev.bulwark.scan.pickle;

/// The values of the machine: 64-bit words, a kind in the top byte and a payload below.
///
/// A literal's payload is the offset of its opcode in the source, so that strings cost nothing
/// until somebody asks for their text. A list, dict or set is known by the offset of the opcode
/// that made it.
final class Word {
  /// No value: 0 is never a word.
  static final long ABSENT = 0;

  static final int NONE = 1;
  static final int BOOL = 2;
  static final int INT = 3;
  static final int FLOAT = 4;
  static final int STR = 5;
  static final int BYTES = 6;

  /// A string whose opcode and operand do not lie together; an index into the kept texts.
  static final int TEXT = 7;

  static final int BYTEARRAY = 8;
  static final int MEMORYVIEW = 9;
  static final int TUPLE = 10;
  static final int FROZENSET = 11;
  static final int LIST = 12;
  static final int DICT = 13;
  static final int SET = 14;

  /// From here on what the value is depends on the loader's world.
  static final int GLOBAL = 15;

  static final int CALL = 16;
  static final int PERSISTENT = 17;
  static final int UNKNOWN = 18;

  private static final int KIND_SHIFT = 56;
  private static final long SHARED = 1L << 55;
  private static final long UNHASHABLE = 1L << 54;
  private static final long INTS = 1L << 53;
  private static final long PAYLOAD = (1L << 53) - 1;

  private Word() {}

  static long of(int kind, long payload) {
    return (long) kind << KIND_SHIFT | (payload & PAYLOAD);
  }

  static long tuple(long index, boolean hashable, boolean ints) {
    return of(TUPLE, index) | (hashable ? 0 : UNHASHABLE) | (ints ? INTS : 0);
  }

  /// What a call gave: an instance, as far as anyone can say.
  ///
  /// @param global the id of the callee or of the class it makes
  /// @param extra 0, or what the machine knows about the result
  static long call(int global, int extra) {
    return of(CALL, (long) extra << 32 | global);
  }

  static int kind(long word) {
    return (int) (word >>> KIND_SHIFT);
  }

  static long payload(long word) {
    return word & PAYLOAD;
  }

  /// The global of a GLOBAL or CALL word.
  static int global(long word) {
    return (int) word;
  }

  /// The global of a GLOBAL or CALL word plus one, 0 for every other word.
  static int idKey(long word) {
    int kind = kind(word);
    return kind == GLOBAL || kind == CALL ? global(word) + 1 : 0;
  }

  static int extra(long word) {
    return (int) (payload(word) >>> 32);
  }

  /// The same value, known to be referred to from elsewhere too.
  static long shared(long word) {
    return word | SHARED;
  }

  static boolean isShared(long word) {
    return (word & SHARED) != 0;
  }

  /// The value without what the reference knows.
  static long identity(long word) {
    return word & ~SHARED;
  }

  static boolean isComposite(int kind) {
    return kind >= TUPLE && kind <= SET;
  }

  static boolean isString(int kind) {
    return kind == STR || kind == TEXT;
  }

  /// A tuple of integers only.
  static boolean isInts(long word) {
    return kind(word) == TUPLE && (word & INTS) != 0;
  }

  /// Python can use it as a key; what depends on the loader's world is taken to be hashable.
  static boolean isHashable(long word) {
    return switch (kind(word)) {
      case LIST, DICT, SET, BYTEARRAY, MEMORYVIEW -> false;
      case TUPLE -> (word & UNHASHABLE) == 0;
      default -> true;
    };
  }

  /// Depends on the loader's world: a name, a call's result, a persistent object.
  static boolean isForeign(long word) {
    return kind(word) >= GLOBAL;
  }

  static String kindName(long word) {
    return switch (kind(word)) {
      case NONE -> "None";
      case BOOL -> "a bool";
      case INT -> "an int";
      case FLOAT -> "a float";
      case STR, TEXT -> "a str";
      case BYTES -> "bytes";
      case BYTEARRAY -> "a bytearray";
      case MEMORYVIEW -> "a memoryview";
      case TUPLE -> "a tuple";
      case FROZENSET -> "a frozenset";
      case LIST -> "a list";
      case DICT -> "a dict";
      case SET -> "a set";
      case GLOBAL -> "a name";
      case CALL -> "a call's result";
      case PERSISTENT -> "a persistent object";
      default -> "an unknown object";
    };
  }
}
