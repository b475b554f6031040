package dev.bulwark.cli.command;

import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.terminal.Terminal;
import picocli.CommandLine.Option;

/// Whether the answer is for a program.
final class JsonOption {
  @Option(names = "--json", description = "Print one JSON document and nothing else.")
  private boolean json;

  boolean wanted() {
    return json;
  }

  static void print(Terminal terminal, Json.Obj document) {
    terminal.line(document.canonical());
  }
}
