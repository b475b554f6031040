package dev.bulwark.cli;

import java.nio.file.Path;

/// Runs a session's script for tests of other packages.
public final class CommandLines {
  private CommandLines() {}

  /// @return what happened, see `Session`
  public static String run(Path folder, String script) {
    return new Session(folder, Path.of("..", "examples")).run(script);
  }
}
