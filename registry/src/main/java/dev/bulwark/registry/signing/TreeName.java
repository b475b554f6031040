package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Bytes;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Names of files in a tree: relative, `/` between components, and the same file for everybody who
/// reads them.
final class TreeName {
  /// The name of the one file when the tree is a file.
  static final String SELF = ".";

  private static final int MAX_CHARACTERS = 8_192;

  private TreeName() {}

  /// Why a name is not safe to join to a folder, or empty.
  static Optional<String> objection(String name) {
    if (name.isEmpty() || name.length() > MAX_CHARACTERS) {
      return Optional.of("is empty or longer than " + MAX_CHARACTERS + " characters");
    }
    if (name.startsWith("/")) {
      return Optional.of("is absolute");
    }
    if (name.indexOf('\\') >= 0 || name.indexOf('\0') >= 0) {
      return Optional.of("holds a character that some systems end or split names at");
    }
    for (String part : parts(name)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return Optional.of("has an empty, '.' or '..' component");
      }
    }
    return Optional.empty();
  }

  private static List<String> parts(String name) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', start)) {
      parts.add(name.substring(start, slash));
      start = slash + 1;
    }
    parts.add(name.substring(start));
    return parts;
  }

  /// Orders names by their components, and components by code points (OMS reference): UTF-8 bytes
  /// are in code-point order, and a separator below every other byte makes a component end first.
  static Bytes order(String name) {
    return Bytes.utf8(name.replace('/', '\0'));
  }

  /// Pairs of names that a file system which ignores case or composition would take for one.
  static List<String> collisions(Iterable<String> names) {
    Map<String, String> files = new HashMap<>();
    Set<String> folders = new HashSet<>();
    List<String> colliding = new ArrayList<>();
    for (String name : names) {
      String folded = fold(name);
      String other = files.putIfAbsent(folded, name);
      if (other != null) {
        colliding.add(other);
        colliding.add(name);
      }
      for (int end = folded.lastIndexOf('/'); end > 0; end = folded.lastIndexOf('/', end - 1)) {
        if (!folders.add(folded.substring(0, end))) {
          break;
        }
      }
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      if (folders.contains(file.getKey())) {
        colliding.add(file.getValue());
      }
    }
    return colliding;
  }

  private static String fold(String name) {
    String composed = Normalizer.normalize(name, Normalizer.Form.NFC);
    String folded = composed.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Normalizer.Form.NFC);
  }
}
