package dev.bulwark.scan.pickle;

/// What the programs of {@link PickleGenerator} hold: names that are and are not found, and numbers
/// and strings in every way the opcodes of text write them, right and wrong.
final class PickleTexts {
  static final String[] MODULES = {
    "os", "builtins", "__builtin__", "copy_reg", "collections", "numpy.core.multiarray", "é", "a.b"
  };
  static final String[] NAMES = {"system", "eval", "OrderedDict", "x.y", "_reconstruct", "ü"};
  static final String[] NUMBERS = {
    "0",
    "1",
    "00",
    "01",
    "-1",
    "7",
    "12L",
    "L",
    "0x1F",
    "0xg",
    "010",
    "08",
    "1_0",
    "1__0",
    "_1",
    " 5",
    "5 ",
    "+3",
    "- 3",
    "0b11",
    "0o17",
    "9223372036854775808",
    "99999999999999999999L",
    "",
    "1\0x",
    "\0",
    "1e3",
    "0_1",
    "0x_1",
    "1.5",
    "2\u000b",
    "٣"
  };
  static final String[] FLOATS = {
    "1.5",
    ".5",
    "5.",
    ".",
    "1e5",
    "1e",
    "1e+",
    "-inf",
    "nan",
    "infinity",
    "infin",
    "1e999",
    " 1",
    "1 ",
    "0x1p3",
    "1_0",
    "1\0",
    "-0.0",
    "e5",
    "INF"
  };
  static final String[] STRINGS = {
    "'os'",
    "\"system\"",
    "'o\\x73'",
    "'\\157s'",
    "'a",
    "a'",
    "'\\x6'",
    "'\\'",
    "'\\q'",
    "''",
    "'",
    "'\\400'",
    "'\u00e9'",
    "'a'b'",
    "'os' "
  };
  static final String[] UNICODES = {
    "os",
    "\\u006fs",
    "\\\\u006fs",
    "\\u00",
    "\\U0000006fs",
    "\\U00110000",
    "\\",
    "s\\n",
    "é",
    "\\ud800",
    ""
  };

  private PickleTexts() {}
}
