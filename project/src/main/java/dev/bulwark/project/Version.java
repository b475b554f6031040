package dev.bulwark.project;

/// The version of this build, which evidence and reports name as their maker's.
public final class Version {
  public static final String NUMBER = "0.1.0";

  private Version() {}
}
