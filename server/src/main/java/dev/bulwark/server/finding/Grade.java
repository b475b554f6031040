package dev.bulwark.server.finding;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How much something that was found matters, the gravest first. What could not be decided stands
/// above what is only noted: it may be anything.
public enum Grade {
  CRITICAL,
  HIGH,
  MEDIUM,
  LOW,
  UNDECIDED,
  NOTE;

  /// As it stands in statements, addresses and pages, in any case.
  static Optional<Grade> of(String word) {
    return Arrays.stream(values()).filter(grade -> grade.name().equalsIgnoreCase(word)).findFirst();
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Whether somebody must look: notes fail nothing.
  public boolean counts() {
    return this != NOTE;
  }
}
