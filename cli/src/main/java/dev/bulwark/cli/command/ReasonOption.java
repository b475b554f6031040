package dev.bulwark.cli.command;

import picocli.CommandLine.Option;

/// Why somebody wants something, when they say.
final class ReasonOption {
  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why, for people; free of personal data.")
  private String reason = "";

  /// Empty when nobody said.
  String text() {
    return reason;
  }
}
