package dev.bulwark.testkit;

/// The names the seams allow: segments of `[A-Za-z0-9._-]` joined by `/`, none of them `.` or `..`.
final class StoreName {
  private StoreName() {}

  static String require(String name) {
    if (!name.matches("(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+(/(?!\\.{1,2}(/|$))[A-Za-z0-9._-]+)*")) {
      throw new IllegalArgumentException("not a name in a store: \"" + name + "\"");
    }
    return name;
  }
}
