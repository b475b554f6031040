package dev.bulwark.server.replica;

import java.util.regex.Pattern;

/// Names as the storage ports have them.
final class Names {
  private static final Pattern NAME =
      Pattern.compile("(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)*");

  private Names() {}

  static String require(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "expected segments of [A-Za-z0-9._-] joined by /, found another name");
    }
    return name;
  }
}
