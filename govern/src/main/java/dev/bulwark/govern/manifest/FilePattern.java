package dev.bulwark.govern.manifest;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// A file name or pattern of the manifest: `*` and `?` within a name, `**` for any folders. No
/// other character is special. Matching takes time in proportion to pattern times path.
record FilePattern(String text, List<String> segments) {
  private static final String ANY_FOLDERS = "**";

  FilePattern {
    segments = List.copyOf(segments);
  }

  static FilePattern of(String text) {
    String plain = text.startsWith("./") ? text.substring(2) : text;
    return new FilePattern(plain, List.of(plain.split("/", -1)));
  }

  /// Why the pattern cannot name files of a project.
  static Optional<String> flaw(String text) {
    if (text.startsWith("/") || text.matches("[A-Za-z]:.*")) {
      return Optional.of("an absolute path");
    } else if (text.contains("\\")) {
      return Optional.of("a backslash");
    } else if (text.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("a control character");
    }
    List<String> segments = of(text).segments();
    if (segments.contains("..")) {
      return Optional.of("a path that leaves the project (..)");
    } else if (segments.contains("") || segments.contains(".")) {
      return Optional.of("an empty part or \".\" between slashes");
    } else if (segments.stream().anyMatch(part -> part.contains("**") && !part.equals("**"))) {
      return Optional.of("\"**\" beside other characters");
    }
    return Optional.empty();
  }

  boolean literal() {
    return text.indexOf('*') < 0 && text.indexOf('?') < 0;
  }

  /// The path up to the first wild card, which every match begins with.
  String literalPrefix() {
    int end = 0;
    while (end < text.length() && text.charAt(end) != '*' && text.charAt(end) != '?') {
      end++;
    }
    return text.substring(0, end);
  }

  boolean matches(String path) {
    return after(path).get(segments.size());
  }

  /// Whether something below this folder could match; the empty path is the project itself.
  boolean mayMatchBelow(String folder) {
    if (folder.isEmpty()) {
      return true;
    }
    int first = after(folder).nextSetBit(0);
    return first >= 0 && first < segments.size();
  }

  /// The positions in the pattern that can be reached by reading the whole path.
  private BitSet after(String path) {
    BitSet states = new BitSet(segments.size() + 1);
    reach(states, 0);
    for (String name : path.split("/", -1)) {
      BitSet next = new BitSet(segments.size() + 1);
      for (int i = states.nextSetBit(0);
          i >= 0 && i < segments.size();
          i = states.nextSetBit(i + 1)) {
        if (segments.get(i).equals(ANY_FOLDERS)) {
          reach(next, i);
        } else if (nameMatches(segments.get(i), name)) {
          reach(next, i + 1);
        }
      }
      states = next;
    }
    return states;
  }

  /// `**` may stand for no folder at all.
  private void reach(BitSet states, int position) {
    states.set(position);
    if (position < segments.size() && segments.get(position).equals(ANY_FOLDERS)) {
      reach(states, position + 1);
    }
  }

  private static boolean nameMatches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int retry = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
