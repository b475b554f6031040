package dev.bulwark.scan.yaml;

import dev.bulwark.scan.json.JsonTree;
import java.util.regex.Pattern;

/// What a plain scalar is, by the core schema of YAML 1.2 (§10.3).
final class Scalars {
  private static final int LONGEST = 400;
  private static final Pattern FLAG = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern NOTHING = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(?:\\.[0-9]+|[0-9]+(?:\\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-fA-F]+"
              + "|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");

  private Scalars() {}

  static JsonTree plain(long at, String text) {
    if (text.length() > LONGEST) {
      return new JsonTree.Text(at, text);
    }
    if (NOTHING.matcher(text).matches()) {
      return new JsonTree.Null(at);
    }
    if (FLAG.matcher(text).matches()) {
      return new JsonTree.Flag(at, text.charAt(0) == 't' || text.charAt(0) == 'T');
    }
    return NUMBER.matcher(text).matches()
        ? new JsonTree.Numeral(at, text)
        : new JsonTree.Text(at, text);
  }
}
