package dev.bulwark.server.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What somebody is to a system, and the roles of the catalogue they sign in for that.
public enum Role {
  /// Answers for the system.
  OWNER,
  /// Builds it and runs its checks.
  ENGINEER,
  /// Judges threats and controls.
  SECURITY,
  /// Judges risks, and what privacy, law and ethics ask.
  RISK,
  /// Moves releases through gates and back.
  APPROVER,
  /// Reads everything, and signs what an auditor is asked for.
  AUDITOR;

  /// The roles it brings in a system's own roster, which decides whose signature counts.
  public List<String> roster() {
    return switch (this) {
      case OWNER -> List.of("accountable");
      case ENGINEER -> List.of("technical", "registrar");
      case SECURITY -> List.of("security");
      case RISK -> List.of("risk", "privacy", "legal", "ethics");
      case APPROVER -> List.of("operator", "promoter", "rollback");
      case AUDITOR -> List.of("auditor");
    };
  }

  /// As it stands in tables, tokens and pages.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> of(String word) {
    return Arrays.stream(values()).filter(role -> role.word().equals(word)).findFirst();
  }
}
