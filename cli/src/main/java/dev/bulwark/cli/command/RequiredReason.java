package dev.bulwark.cli.command;

import picocli.CommandLine.Option;

/// Why somebody wants something that is not done without a reason.
final class RequiredReason {
  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for people; free of personal data.")
  private String reason = "";

  String text() {
    return reason;
  }
}
