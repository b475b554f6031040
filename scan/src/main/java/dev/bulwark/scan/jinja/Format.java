package dev.bulwark.scan.jinja;

import dev.bulwark.scan.jinja.Const.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Python's two ways to fill in texts, as far as they can build a name.
final class Format {
  private Format() {}

  /// `pattern % values`.
  static Abstract percent(String pattern, List<Abstract> values) {
    Abstract made = Abstract.text("");
    int next = 0;
    int at = 0;
    while (at < pattern.length()) {
      int mark = pattern.indexOf('%', at);
      if (mark < 0 || mark + 1 == pattern.length()) {
        return Fold.binary("~", made, Abstract.text(pattern.substring(at)));
      }
      made = Fold.binary("~", made, Abstract.text(pattern.substring(at, mark)));
      char kind = pattern.charAt(mark + 1);
      at = mark + 2;
      if (kind == '%') {
        made = Fold.binary("~", made, Abstract.text("%"));
      } else if ("scd".indexOf(kind) >= 0 && next < values.size()) {
        Abstract value = values.get(next++);
        made = Fold.binary("~", made, kind == 'c' ? character(value) : value);
      } else {
        return Abstract.computed();
      }
    }
    return made;
  }

  private static Abstract character(Abstract value) {
    return value.each(
        c ->
            c instanceof Const.Int(long i) && i >= 0 && i <= Character.MAX_CODE_POINT
                ? Abstract.text(Character.toString((int) i))
                : c.printed());
  }

  /// `pattern.format(*positional, **named)`.
  static Abstract braces(String pattern, List<Abstract> positional, Map<String, Abstract> named) {
    Abstract made = Abstract.text("");
    int next = 0;
    int at = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at);
      boolean doubled = at + 1 < pattern.length() && pattern.charAt(at + 1) == c;
      if ((c == '{' || c == '}') && doubled) {
        made = Fold.binary("~", made, Abstract.text("" + c));
        at += 2;
      } else if (c == '{') {
        int end = pattern.indexOf('}', at);
        if (end < 0) {
          return Abstract.computed();
        }
        String field = pattern.substring(at + 1, end);
        String[] parts = field.split("[!:]", 2);
        String name = parts[0].isEmpty() ? Integer.toString(next++) : parts[0];
        Abstract value = argument(name, positional, named);
        made = Fold.binary("~", made, field.endsWith(":c") ? character(value) : value);
        at = end + 1;
      } else {
        int end = at;
        while (end < pattern.length() && "{}".indexOf(pattern.charAt(end)) < 0) {
          end++;
        }
        made = Fold.binary("~", made, Abstract.text(pattern.substring(at, Math.max(end, at + 1))));
        at = Math.max(end, at + 1);
      }
    }
    return made;
  }

  private static Abstract argument(
      String name, List<Abstract> positional, Map<String, Abstract> named) {
    boolean number =
        !name.isEmpty() && name.length() < 4 && name.chars().allMatch(Character::isDigit);
    if (number && Integer.parseInt(name) < positional.size()) {
      return positional.get(Integer.parseInt(name));
    }
    return named.getOrDefault(name, Abstract.unknown());
  }

  /// The attributes that a pattern for {@link #braces} asks its arguments for: `{0.__class__}`.
  static List<String> attributes(String pattern) {
    List<String> names = new ArrayList<>();
    for (int at = pattern.indexOf('{'); at >= 0; at = pattern.indexOf('{', at + 1)) {
      int end = pattern.indexOf('}', at);
      if (end < 0) {
        break;
      }
      String[] parts = pattern.substring(at + 1, end).split("[.\\[\\]!:]", -1);
      for (int i = 1; i < parts.length; i++) {
        names.add(parts[i]);
      }
    }
    return names.stream().filter(name -> name.indexOf(Text.GAP) < 0).toList();
  }
}
