package dev.bulwark.control.policy;

import java.util.Locale;

/// The six places in the life cycle where a system is let through or not.
public enum GateName {
  /// May data, compute and vendors be engaged?
  DESIGN,
  /// May this dataset, model, prompt or tool be taken in?
  ADMIT,
  /// May it run before production: staging, pilot?
  STAGE,
  /// May it run in production?
  RELEASE,
  /// May it go on running?
  OPERATE,
  /// Has it been taken out of service properly?
  RETIRE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
