package dev.bulwark.cli;

import picocli.CommandLine.IVersionProvider;

/// The version of this build.
public final class Version implements IVersionProvider {
  public static final String NUMBER = "0.1.0";

  @Override
  public String[] getVersion() {
    return new String[] {"bulwark " + NUMBER, "Java " + Runtime.version()};
  }
}
