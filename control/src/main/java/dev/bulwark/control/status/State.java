package dev.bulwark.control.status;

/// Where one answer stands; worse states come later, and the worst counts.
public enum State {
  /// The requirement does not concern this system.
  DOES_NOT_APPLY,
  HOLDS,
  STALE,
  NOT_ASSESSED,
  NOT_SATISFIED;

  public State worse(State other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
