package dev.bulwark.server;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import java.time.InstantSource;

/// Runs the commands that people start most often, once, while the launcher records which classes
/// they load. What they answer does not matter here.
final class CommandPractice {
  private CommandPractice() {}

  public static void main(String[] args) {
    Shell shell = new Shell(Terminal.ofProcess(), InstantSource.system(), System::nanoTime);
    for (String command : new String[] {"scan", "check", "status"}) {
      dev.bulwark.cli.Main.run(shell, Main.commands(), command, args[0]);
    }
  }
}
