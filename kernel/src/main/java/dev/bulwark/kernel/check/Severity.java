package dev.bulwark.kernel.check;

/// How much a finding matters. A {@link #NOTE} is worth reading and fails nothing; everything above
/// it fails its rule.
public enum Severity {
  NOTE,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  public boolean fails() {
    return this != NOTE;
  }
}
