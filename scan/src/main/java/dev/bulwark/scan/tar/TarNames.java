package dev.bulwark.scan.tar;

import dev.bulwark.scan.tar.TarView.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// What members are called and where their links lead.
final class TarNames {
  /// Where oddities go.
  @FunctionalInterface
  interface Sink {
    void odd(Kind kind, long at, String what);
  }

  private static final int MOST_NAME = 4096;

  private final Sink sink;
  private final Set<String> files = new HashSet<>();
  private final Set<String> folded = new HashSet<>();
  private final Set<String> links = new HashSet<>();

  TarNames(Sink sink) {
    this.sink = sink;
  }

  void check(Header header, String name, String target, long at) {
    if (name.length() > MOST_NAME || target.length() > MOST_NAME) {
      sink.odd(Kind.DISAGREEMENT, at, "a name here is longer than any file system takes");
      return;
    }
    String path = resolved("", name);
    if (path.isEmpty() && !isHere(name)) {
      sink.odd(
          Kind.ESCAPE,
          at,
          TarParse.quoted(name) + " leaves the folder the archive is unpacked into");
    }
    throughLink(name, path, at);
    switch (header.type()) {
      case '1' -> link(name, target, resolved("", target), at);
      case '2' -> link(name, target, resolved(parent(path), target), at);
      case '3', '4', '6' ->
          sink.odd(Kind.DEVICE, at, TarParse.quoted(name) + " is a device or a pipe");
      case '5' -> {}
      default -> unique(name, path, at);
    }
    if (header.type() == '2') {
      links.add(path);
    }
  }

  private void unique(String name, String path, long at) {
    if (!files.add(path)) {
      sink.odd(Kind.DUPLICATE, at, TarParse.quoted(name) + " is the second member of its name");
    } else if (!folded.add(path.toLowerCase(Locale.ROOT))) {
      sink.odd(
          Kind.DUPLICATE,
          at,
          TarParse.quoted(name) + " differs from another member's name by case only");
    }
  }

  private void link(String name, String target, String resolved, long at) {
    boolean out = resolved.isEmpty() && !isHere(target);
    sink.odd(
        out ? Kind.ESCAPE : Kind.LINK,
        at,
        "%s is a link to %s%s"
            .formatted(
                TarParse.quoted(name),
                TarParse.quoted(target),
                out ? ", out of the folder the archive is unpacked into" : ""));
  }

  private void throughLink(String name, String path, long at) {
    for (String above = parent(path); !above.isEmpty(); above = parent(above)) {
      if (links.contains(above)) {
        sink.odd(
            Kind.ESCAPE, at, TarParse.quoted(name) + " is written through a link in the archive");
        return;
      }
    }
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private static boolean isHere(String name) {
    return !name.startsWith("/")
        && !name.contains("..")
        && name.chars().allMatch(c -> c == '.' || c == '/');
  }

  /// The path within the archive, without dots; empty when it leads out, or nowhere.
  private static String resolved(String folder, String path) {
    if (path.startsWith("/") || path.startsWith("\\") || path.indexOf(':') == 1) {
      return "";
    }
    Deque<String> parts = new ArrayDeque<>();
    for (String part : (folder + "/" + path).split("[/\\\\]", -1)) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          return "";
        }
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", parts);
  }
}
