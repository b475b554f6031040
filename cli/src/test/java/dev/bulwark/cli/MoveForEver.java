package dev.bulwark.cli;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/// Pushes, promotes and rolls back until it is killed; tells each step that was acknowledged.
final class MoveForEver {
  private MoveForEver() {}

  public static void main(String[] args) {
    String project = args[0];
    for (long version = Long.parseLong(args[1]); ; version++) {
      String id = "scorer@" + version;
      step(
          "pushed " + id,
          "model",
          "push",
          project + "/models",
          "--name",
          "scorer",
          "--as",
          "rex",
          "--project",
          project);
      step("promoted", "promote", id, "--to", "staging", "--as", "pia", "--project", project);
      step("rolled-back", "rollback", "staging", "--as", "rob", "--project", project);
      step("freed", "env", "free", "staging", id, "--as", "pia", "--project", project);
    }
  }

  private static void step(String told, String... arguments) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    int exit =
        Main.run(
            new Shell(
                new Terminal(nowhere, nowhere, false, false),
                InstantSource.system(),
                System::nanoTime),
            arguments);
    System.out.println(told + " " + exit);
    System.out.flush();
  }
}
