package dev.bulwark.control.policy;

import java.util.Locale;

/// The four stages of the guidelines.
public enum Stage {
  DESIGN,
  DEVELOP,
  DEPLOY,
  OPERATE;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
