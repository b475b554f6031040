package dev.bulwark.govern.threat;

/// The text of a condition is not in the grammar of {@link Condition}.
final class MalformedCondition extends RuntimeException {
  private final int at;

  /// @param at the character that cannot be read, from 0
  MalformedCondition(int at, String message) {
    super(message, null, false, false);
    this.at = at;
  }

  int at() {
    return at;
  }
}
