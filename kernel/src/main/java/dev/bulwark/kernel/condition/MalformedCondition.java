package dev.bulwark.kernel.condition;

/// The text of a condition is not in the grammar of {@link Condition}.
public final class MalformedCondition extends RuntimeException {
  private final int at;

  /// @param at the character that cannot be read, from 0
  MalformedCondition(int at, String message) {
    super(message, null, false, false);
    this.at = at;
  }

  public int at() {
    return at;
  }
}
