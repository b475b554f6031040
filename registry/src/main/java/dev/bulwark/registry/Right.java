package dev.bulwark.registry;

import java.util.Locale;

/// What a person may ask of the registry: a role of the roster by that name.
public enum Right {
  /// Pushes versions, adds environments, revokes, erases and says what is kept.
  REGISTRAR,
  /// Moves environments forward, and frees what was blocked.
  PROMOTER,
  /// Takes an environment back, and suspends it. Nothing else.
  ROLLBACK;

  /// The role's name in the roster.
  public String role() {
    return name().toLowerCase(Locale.ROOT);
  }
}
