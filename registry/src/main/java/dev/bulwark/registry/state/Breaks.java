package dev.bulwark.registry.state;

/// An event that breaks a rule, at the point where it does.
final class Breaks extends RuntimeException {
  Breaks(String why) {
    super(why, null, false, false);
  }

  String why() {
    return String.valueOf(getMessage());
  }

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new Breaks(otherwise);
    }
  }
}
