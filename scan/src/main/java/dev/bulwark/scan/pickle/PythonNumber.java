package dev.bulwark.scan.pickle;

/// Numbers written as text, accepted and refused as CPython does: `strtol` with base 0 and then
/// `PyLong_FromString` for INT, the latter alone for LONG, GET and PUT, `PyOS_string_to_double` for
/// FLOAT. A line is a C string: a NUL ends it.
final class PythonNumber {
  /// More decimal digits than this are refused since Python 3.11 and accepted before.
  static final int MOST_DIGITS = 4300;

  enum Answer {
    NUMBER,
    BOOL,
    /// A number for old Pythons only.
    TOO_LONG,
    NOT_A_NUMBER
  }

  private final byte[] text;
  private final int end;
  private int at;

  private PythonNumber(byte[] line, int length) {
    this.text = line;
    int nul = 0;
    while (nul < length && line[nul] != 0) {
      nul++;
    }
    this.end = nul;
  }

  static Answer readInt(byte[] line, int length) {
    PythonNumber number = new PythonNumber(line, length);
    if (number.isStrtol()) {
      boolean bool = length == 2 && number.strtol <= 1 && number.strtol >= 0;
      return bool ? Answer.BOOL : Answer.NUMBER;
    }
    return number.pyLong(0);
  }

  /// @param length of a line that is not empty; one `L` at its end is not counted
  static Answer readLong(byte[] line, int length) {
    int digits = line[length - 1] == 'L' ? length - 1 : length;
    return new PythonNumber(line, digits).pyLong(0);
  }

  /// A memo index in decimal.
  ///
  /// @return the index, or -1 when CPython would refuse it
  static long readIndex(byte[] line, int length) {
    PythonNumber number = new PythonNumber(line, length);
    if (number.pyLong(10) != Answer.NUMBER || (number.negative && number.value != 0)) {
      return -1;
    }
    return number.overflow || number.value >= Long.MAX_VALUE >> 1 ? -1 : number.value;
  }

  private long strtol;
  private long value;
  private boolean overflow;
  private boolean negative;

  /// Whether `strtol(line, &end, 0)` reads it to its end.
  private boolean isStrtol() {
    at = 0;
    skipSpace();
    sign();
    int base = 10;
    if (peek(0) == '0') {
      boolean hex = (peek(1) == 'x' || peek(1) == 'X') && digit(peek(2), 16) >= 0;
      base = hex ? 16 : 8;
      at += hex ? 2 : 0;
    }
    int digits = at;
    value = 0;
    overflow = false;
    while (digit(peek(0), base) >= 0) {
      add(digit(peek(0), base), base);
      at++;
    }
    if (at == digits) {
      at = 0;
    }
    strtol = negative ? -value : value;
    return at == end && !overflow;
  }

  /// Whether `PyLong_FromString` takes it.
  private Answer pyLong(int wantedBase) {
    at = 0;
    skipSpace();
    sign();
    int base = wantedBase;
    boolean zeroOnly = false;
    if (base == 0) {
      base = peek(0) != '0' ? 10 : prefixBase(peek(1));
      zeroOnly = base == 0;
      base = zeroOnly ? 10 : base;
      if (base != 10) {
        at += 2;
        at += peek(0) == '_' ? 1 : 0;
      }
    }
    int digits = digits(base);
    if (digits == 0) {
      return Answer.NOT_A_NUMBER;
    }
    skipSpace();
    if (at != end || (zeroOnly && (value != 0 || overflow))) {
      return Answer.NOT_A_NUMBER;
    }
    return base == 10 && digits > MOST_DIGITS ? Answer.TOO_LONG : Answer.NUMBER;
  }

  /// Reads digits with single underscores between them.
  ///
  /// @return how many, 0 when they are not well-formed
  private int digits(int base) {
    value = 0;
    overflow = false;
    int count = 0;
    boolean underscore = true;
    while (digit(peek(0), base) >= 0 || peek(0) == '_') {
      if (peek(0) == '_') {
        if (underscore) {
          return 0;
        }
        underscore = true;
      } else {
        add(digit(peek(0), base), base);
        underscore = false;
        count++;
      }
      at++;
    }
    return underscore ? 0 : count;
  }

  private void add(int digit, int base) {
    if (value > (Long.MAX_VALUE - digit) / base) {
      overflow = true;
    } else {
      value = value * base + digit;
    }
  }

  private static int prefixBase(int letter) {
    return switch (letter) {
      case 'x', 'X' -> 16;
      case 'o', 'O' -> 8;
      case 'b', 'B' -> 2;
      default -> 0;
    };
  }

  private static int digit(int letter, int base) {
    int value = letter < 0 ? -1 : Character.digit(letter, 36);
    return value < base ? value : -1;
  }

  private int peek(int ahead) {
    return at + ahead < end ? text[at + ahead] & 0xff : -1;
  }

  private void skipSpace() {
    while (peek(0) == ' ' || (peek(0) >= '\t' && peek(0) <= '\r')) {
      at++;
    }
  }

  private void sign() {
    negative = peek(0) == '-';
    at += peek(0) == '-' || peek(0) == '+' ? 1 : 0;
  }

  static boolean isFloat(byte[] line, int length) {
    return new PythonNumber(line, length).isDouble();
  }

  private boolean isDouble() {
    at = 0;
    sign();
    int start = at;
    int whole = decimals();
    int fraction = 0;
    if (peek(0) == '.') {
      at++;
      fraction = decimals();
    }
    if (whole + fraction == 0) {
      at = start;
      return isWord("inf") || isWord("infinity") || isWord("nan");
    }
    int mantissa = at;
    int exponent = 0;
    if (peek(0) == 'e' || peek(0) == 'E') {
      at++;
      at += peek(0) == '-' || peek(0) == '+' ? 1 : 0;
      exponent = decimals();
      at = exponent == 0 ? mantissa : at;
    }
    return at == end && (isShort(mantissa - start, exponent) || isFinite(start));
  }

  /// Whether the length of its text alone says that it is below 10^308.
  private static boolean isShort(int mantissa, int exponent) {
    return mantissa < 200 && exponent <= 2;
  }

  private boolean isFinite(int start) {
    return Double.isFinite(
        Double.parseDouble(
            new String(text, start, end - start, java.nio.charset.StandardCharsets.US_ASCII)));
  }

  private int decimals() {
    int start = at;
    while (peek(0) >= '0' && peek(0) <= '9') {
      at++;
    }
    return at - start;
  }

  private boolean isWord(String word) {
    if (end - at != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if ((peek(i) | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
