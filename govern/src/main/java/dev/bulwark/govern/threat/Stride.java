package dev.bulwark.govern.threat;

/// Microsoft's six kinds of threat; rules write the first letter.
public enum Stride {
  SPOOFING,
  TAMPERING,
  REPUDIATION,
  INFORMATION_DISCLOSURE,
  DENIAL_OF_SERVICE,
  ELEVATION_OF_PRIVILEGE;

  public String letter() {
    return name().substring(0, 1);
  }
}
