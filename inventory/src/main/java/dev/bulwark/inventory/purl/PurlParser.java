package dev.bulwark.inventory.purl;

import dev.bulwark.kernel.check.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The parsing order of the specification: from the right, subpath, qualifiers, then scheme, type,
/// version, name, namespace.
final class PurlParser {
  private static final int LONGEST = 4096;
  private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9.-]*");
  private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9._-]*");

  private PurlParser() {}

  /// A part that breaks the grammar; never leaves this class.
  private static final class Broken extends RuntimeException {
    Broken(String problem) {
      super(problem, null, false, false);
    }
  }

  static PurlReading parse(String text) {
    try {
      return new PurlReading.Valid(new PackageUrl(parts(text)));
    } catch (Broken e) {
      return new PurlReading.Refused(String.valueOf(e.getMessage()));
    }
  }

  static PurlReading build(
      String type,
      @Nullable String namespace,
      String name,
      @Nullable String version,
      SortedMap<String, String> qualifiers,
      @Nullable String subpath) {
    try {
      TreeMap<String, String> keyed = new TreeMap<>();
      qualifiers.forEach((key, value) -> put(keyed, key, value));
      return new PurlReading.Valid(
          new PackageUrl(
              checked(
                  type,
                  namespace == null ? null : path(List.of(namespace.split("/", -1)), false),
                  name,
                  version,
                  keyed,
                  subpath == null ? null : path(List.of(subpath.split("/", -1)), true))));
    } catch (Broken e) {
      return new PurlReading.Refused(String.valueOf(e.getMessage()));
    }
  }

  private static PackageUrl.Parts parts(String text) {
    if (text.length() > LONGEST) {
      throw new Broken("expected at most " + LONGEST + " characters, found " + text.length());
    }
    String rest = text;
    String subpath = null;
    int hash = rest.lastIndexOf('#');
    if (hash >= 0) {
      subpath = path(decoded(rest.substring(hash + 1).split("/", -1)), true);
      rest = rest.substring(0, hash);
    }
    SortedMap<String, String> qualifiers = Collections.emptySortedMap();
    int question = rest.lastIndexOf('?');
    if (question >= 0) {
      qualifiers = qualifiers(rest.substring(question + 1));
      rest = rest.substring(0, question);
    }
    if (!rest.regionMatches(true, 0, "pkg:", 0, 4)) {
      throw new Broken("expected the scheme pkg:, found " + quoted(text));
    }
    rest = stripped(rest.substring(4));
    int slash = rest.indexOf('/');
    if (slash < 0) {
      throw new Broken("expected a type, a slash and a name, found " + quoted(text));
    }
    String type = rest.substring(0, slash);
    rest = rest.substring(slash + 1);
    String version = null;
    int at = versionAt(rest);
    if (at >= 0) {
      version = decode(rest.substring(at + 1));
      rest = rest.substring(0, at);
    }
    List<String> segments = decoded(rest.split("/", -1));
    String name = segments.getLast();
    String namespace = path(segments.subList(0, segments.size() - 1), false);
    return checked(type, namespace, name, version, qualifiers, subpath);
  }

  /// An `@` that begins a segment with another one after it is a scope (`@babel/core`), every other
  /// last `@` begins the version.
  private static int versionAt(String rest) {
    int at = rest.lastIndexOf('@');
    boolean scope = at == 0 || (at > 0 && rest.charAt(at - 1) == '/');
    return scope && rest.indexOf('/', at) >= 0 ? -1 : at;
  }

  private static String stripped(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && text.charAt(start) == '/') {
      start++;
    }
    return text.substring(start, end);
  }

  private static SortedMap<String, String> qualifiers(String text) {
    TreeMap<String, String> qualifiers = new TreeMap<>();
    for (String pair : text.split("&", -1)) {
      if (pair.isEmpty()) {
        continue;
      }
      int equals = pair.indexOf('=');
      if (equals < 0) {
        throw new Broken("expected key=value, found " + quoted(pair));
      }
      put(qualifiers, pair.substring(0, equals), decode(pair.substring(equals + 1)));
    }
    return qualifiers;
  }

  private static void put(Map<String, String> qualifiers, String key, String value) {
    String lower = key.toLowerCase(Locale.ROOT);
    if (!KEY.matcher(lower).matches()) {
      throw new Broken("expected a key of letters, digits, . - and _, found " + quoted(key));
    }
    if (!value.isEmpty() && qualifiers.putIfAbsent(lower, value) != null) {
      throw new Broken("expected each qualifier once, found " + quoted(lower) + " again");
    }
  }

  private static PackageUrl.Parts checked(
      String type,
      @Nullable String namespace,
      String name,
      @Nullable String version,
      SortedMap<String, String> qualifiers,
      @Nullable String subpath) {
    String lower = type.toLowerCase(Locale.ROOT);
    if (!TYPE.matcher(lower).matches()) {
      throw new Broken("expected a type such as pypi or npm, found " + quoted(type));
    }
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw new Broken("expected a name, found " + quoted(name));
    }
    PackageUrl.Parts plain =
        new PackageUrl.Parts(
            lower,
            namespace,
            name,
            version == null || version.isEmpty() ? null : version,
            qualifiers,
            subpath);
    PackageUrl.Parts normal = PurlTypes.normal(plain);
    PurlTypes.problem(normal)
        .ifPresent(
            problem -> {
              throw new Broken(problem);
            });
    return normal;
  }

  /// Segments joined; empty ones are dropped, and in a subpath `.` and `..` as well.
  private static @Nullable String path(List<String> segments, boolean subpath) {
    List<String> kept = new ArrayList<>();
    for (String segment : segments) {
      boolean dots = segment.equals(".") || segment.equals("..");
      if (segment.indexOf('/') >= 0 || (dots && !subpath)) {
        throw new Broken("expected a plain path segment, found " + quoted(segment));
      }
      if (!segment.isEmpty() && !dots) {
        kept.add(segment);
      }
    }
    return kept.isEmpty() ? null : String.join("/", kept);
  }

  private static List<String> decoded(String[] segments) {
    List<String> all = new ArrayList<>();
    for (String segment : segments) {
      all.add(decode(segment));
    }
    return all;
  }

  private static String decode(String text) {
    return PurlText.decode(text)
        .orElseThrow(() -> new Broken("expected UTF-8 after % signs, found " + quoted(text)));
  }

  private static String quoted(String text) {
    String shown = text.length() > 80 ? text.substring(0, 80) + "…" : text;
    return "\"" + Place.printable(shown) + "\"";
  }
}
