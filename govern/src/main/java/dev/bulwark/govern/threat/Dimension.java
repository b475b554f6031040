package dev.bulwark.govern.threat;

import java.util.Locale;

/// What a threat can hurt.
public enum Dimension {
  CONFIDENTIALITY,
  INTEGRITY,
  AVAILABILITY,
  PRIVACY,
  SAFETY,
  FINANCIAL,
  RIGHTS,
  LEGAL,
  REPUTATION;

  /// As rules and documents write it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
