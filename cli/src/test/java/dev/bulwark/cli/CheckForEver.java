package dev.bulwark.cli;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import java.time.InstantSource;

/// Runs `bulwark check` on a project until somebody kills it.
final class CheckForEver {
  private CheckForEver() {}

  public static void main(String[] args) {
    Shell shell =
        new Shell(
            new Terminal(System.out, System.err, false, false),
            InstantSource.system(),
            System::nanoTime);
    while (true) {
      Main.run(shell, "check", args[0]);
    }
  }
}
