package dev.bulwark.cli;

import dev.bulwark.cli.terminal.Terminal;
import java.time.InstantSource;

/// Runs the commands that people start most often, once, while the launcher records which classes
/// they load. What they answer does not matter here.
final class Practice {
  private Practice() {}

  public static void main(String[] args) {
    Shell shell = new Shell(Terminal.ofProcess(), InstantSource.system(), System::nanoTime);
    Main.run(shell, "scan", args[0]);
    Main.run(shell, "check", args[0]);
    Main.run(shell, "status", args[0]);
  }
}
