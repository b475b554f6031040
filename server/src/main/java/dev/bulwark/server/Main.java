package dev.bulwark.server;

import dev.bulwark.project.Shell;
import dev.bulwark.server.bench.ServerBenchCommand;
import dev.bulwark.server.witness.WitnessCommand;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;

/// The whole program: every command of `cli`, and those of the server.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    dev.bulwark.cli.Main.main(commands(), args);
  }

  /// Those of the server, by name.
  static SequencedMap<String, Function<Shell, Object>> commands() {
    SequencedMap<String, Function<Shell, Object>> more = new LinkedHashMap<>();
    more.put("up", UpCommand::new);
    more.put("witness", WitnessCommand::of);
    more.put("backup", BackupCommand::new);
    more.put("restore", RestoreCommand::new);
    more.put("care", CareCommand::of);
    more.put("bench", ServerBenchCommand::group);
    return more;
  }
}
