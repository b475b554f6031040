package dev.bulwark.cli;

import dev.bulwark.project.Version;
import picocli.CommandLine.IVersionProvider;

/// What `--version` prints.
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"bulwark " + Version.NUMBER, "Java " + Runtime.version()};
  }
}
