package dev.bulwark.server.mlflow;

import dev.bulwark.server.ServerFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A filter of a search: comparisons of `name`, `run_id` or `version_number` with a text, joined by
/// `and`. Anything else is refused, because passing over a condition would answer another question.
record Filter(List<Comparison> comparisons) {
  private static final Pattern ONE =
      Pattern.compile(
          "\\s*(name|run_id|version_number)\\s*(=|!=|(?i:like|ilike))\\s*(?:'([^']*)'|\"([^\"]*)\"|(\\d{1,15}))\\s*");
  private static final int LONGEST = 2000;

  /// @param what how the text is compared
  record Comparison(String key, String what, String text) {
    boolean holds(String value) {
      return switch (what) {
        case "=" -> value.equals(text);
        case "!=" -> !value.equals(text);
        case "like" -> like(value, text);
        default -> like(value.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT));
      };
    }

    /// `%` stands for any text, `_` for one character; linear in the value for each `%`.
    private static boolean like(String value, String pattern) {
      int at = 0;
      int in = 0;
      int star = -1;
      int mark = 0;
      while (at < value.length()) {
        if (in < pattern.length() && pattern.charAt(in) == '%') {
          star = in++;
          mark = at;
        } else if (in < pattern.length()
            && (pattern.charAt(in) == '_' || pattern.charAt(in) == value.charAt(at))) {
          at++;
          in++;
        } else if (star >= 0) {
          in = star + 1;
          at = ++mark;
        } else {
          return false;
        }
      }
      while (in < pattern.length() && pattern.charAt(in) == '%') {
        in++;
      }
      return in == pattern.length();
    }
  }

  /// @throws ServerFault `input-invalid`
  static Filter parse(String text) {
    if (text.length() > LONGEST) {
      throw refused();
    }
    List<Comparison> all = new ArrayList<>();
    if (!text.isBlank()) {
      for (String each : text.split("(?i)\\s+and\\s+", -1)) {
        Matcher parts = ONE.matcher(each);
        if (!parts.matches()) {
          throw refused();
        }
        String value =
            parts.group(3) != null
                ? parts.group(3)
                : parts.group(4) != null ? parts.group(4) : parts.group(5);
        all.add(new Comparison(parts.group(1), parts.group(2).toLowerCase(Locale.ROOT), value));
      }
    }
    return new Filter(all);
  }

  private static ServerFault refused() {
    return new ServerFault(
        ServerFault.INVALID,
        "expected comparisons such as name = 'scorer' or name LIKE 'sc%', joined by and; found"
            + " another filter");
  }

  /// @param values by key
  boolean holds(UnaryOperator<String> values) {
    return comparisons.stream().allMatch(each -> each.holds(values.apply(each.key())));
  }
}
