package dev.bulwark.inventory.component;

import dev.bulwark.kernel.check.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// The `[key=value, key='value' key=[a, b]]` of a MatchSpec. Commas or spaces stand between; a
/// value with one of them is quoted. A quote ends at the same quote outside of inner brackets.
final class MatchSpecKeys {
  private static final int DEEPEST = 8;
  private static final Set<String> KNOWN =
      Set.of(
          "build",
          "build_number",
          "channel",
          "extras",
          "features",
          "flags",
          "fn",
          "license",
          "license_family",
          "md5",
          "name",
          "optional",
          "sha256",
          "subdir",
          "target",
          "track_features",
          "url",
          "version",
          "when");
  private static final Set<String> LISTS = Set.of("extras", "flags");

  private final String text;
  private final SequencedMap<String, String> pairs = new LinkedHashMap<>();
  private int at;

  private MatchSpecKeys(String text) {
    this.text = text;
  }

  /// What stands before and behind the brackets, and what in them.
  record Section(String outside, Map<String, String> pairs) {}

  /// @throws MatchSpec.Broken when the brackets or what is in them break the grammar
  static Section split(String spec) {
    int start = spec.indexOf('[');
    if (start < 0) {
      return new Section(spec, Map.of());
    }
    int end = closing(spec, start);
    String outside = spec.substring(0, start) + spec.substring(end + 1);
    if (outside.indexOf('[') >= 0) {
      throw new MatchSpec.Broken("one pair of brackets", "a second one");
    }
    return new Section(outside, new MatchSpecKeys(spec.substring(start + 1, end)).all());
  }

  private static int closing(String text, int start) {
    int depth = 0;
    for (int i = start; i < text.length(); i++) {
      depth += depth(text.charAt(i));
      if (depth > DEEPEST) {
        throw new MatchSpec.Broken("at most " + DEEPEST + " brackets in another", "more");
      }
      if (depth == 0) {
        return i;
      }
    }
    throw new MatchSpec.Broken("a closing bracket for each opening one", "an unbalanced one");
  }

  private static int depth(char c) {
    return c == '[' ? 1 : c == ']' ? -1 : 0;
  }

  private Map<String, String> all() {
    between();
    while (at < text.length()) {
      String key = key();
      String value = value(key);
      if (value.isBlank()) {
        throw new MatchSpec.Broken("a value after " + key + "=", "none");
      }
      if (pairs.putIfAbsent(key, value) != null) {
        throw new MatchSpec.Broken("each key once", key + " again");
      }
      between();
    }
    if (pairs.isEmpty()) {
      throw new MatchSpec.Broken("key=value in brackets", "nothing");
    }
    return Collections.unmodifiableSequencedMap(pairs);
  }

  /// Spaces, and one comma among them.
  private void between() {
    spaces();
    if (!pairs.isEmpty() && at < text.length() && text.charAt(at) == ',') {
      at++;
      spaces();
    }
  }

  private void spaces() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  /// `version<2` is taken for `version='<2'`, as conda does.
  private String key() {
    int start = at;
    while (at < text.length() && isOfKey(text.charAt(at))) {
      at++;
    }
    String key = text.substring(start, at);
    char next = at < text.length() ? text.charAt(at) : ' ';
    if (key.isEmpty() || (next != '=' && !(key.equals("version") && "<>!~".indexOf(next) >= 0))) {
      throw new MatchSpec.Broken(
          "key=value in brackets, with extras as extras=[a,b]", text.substring(start));
    }
    if (!KNOWN.contains(key)) {
      throw new MatchSpec.Broken("a key conda knows, such as version or build", key);
    }
    at += next == '=' ? 1 : 0;
    return key;
  }

  private static boolean isOfKey(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  private String value(String key) {
    char first = at < text.length() ? text.charAt(at) : ' ';
    if (first == '\'' || first == '"') {
      return quoted(key, first);
    }
    String bare = text.substring(at, until(", "));
    at += bare.length();
    if (first != '[') {
      return bare;
    }
    if (!LISTS.contains(key) || !bare.endsWith("]")) {
      throw new MatchSpec.Broken("a text after " + key + "=", bare);
    }
    return list(bare.substring(1, bare.length() - 1));
  }

  private String quoted(String key, char quote) {
    int start = ++at;
    int end = until(String.valueOf(quote));
    at = end + 1;
    if (end == text.length() || (at < text.length() && ", ".indexOf(text.charAt(at)) < 0)) {
      throw new MatchSpec.Broken("one quoted text after " + key + "=", text.substring(start - 1));
    }
    return text.substring(start, end);
  }

  /// Where the first of some characters stands outside of inner brackets, or the end.
  private int until(String ends) {
    int depth = 0;
    for (int i = at; i < text.length(); i++) {
      if (depth == 0 && ends.indexOf(text.charAt(i)) >= 0) {
        return i;
      }
      depth += depth(text.charAt(i));
    }
    return text.length();
  }

  /// A comma may stand behind the last one.
  private static String list(String inner) {
    List<String> items = new ArrayList<>();
    for (String part : inner.split(",", -1)) {
      items.add(part.strip().replaceFirst("^(['\"])(.*)\\1$", "$2"));
    }
    if (items.size() > 1 && items.getLast().isEmpty()) {
      items.removeLast();
    }
    if (items.stream().anyMatch(String::isEmpty)) {
      throw new MatchSpec.Broken("names between commas", Place.printable("[" + inner + "]"));
    }
    return String.join(",", items);
  }
}
