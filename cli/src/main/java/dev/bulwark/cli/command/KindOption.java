package dev.bulwark.cli.command;

import dev.bulwark.registry.AssetKind;
import picocli.CommandLine.Option;

/// What kind of asset it is.
final class KindOption {
  @Option(
      names = "--kind",
      paramLabel = "KIND",
      defaultValue = "MODEL",
      description = "What it is: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private AssetKind kind = AssetKind.MODEL;

  AssetKind kind() {
    return kind;
  }
}
