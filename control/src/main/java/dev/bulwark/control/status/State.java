package dev.bulwark.control.status;

import java.util.Locale;

/// Where one answer stands; worse states come later, and the worst counts.
public enum State {
  /// The requirement does not concern this system.
  DOES_NOT_APPLY,
  HOLDS,
  STALE,
  NOT_ASSESSED,
  NOT_SATISFIED;

  /// `holds`, `not-assessed`: stable, for machines.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public State worse(State other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
