package dev.bulwark.cli.command;

import dev.bulwark.registry.VersionId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/// The one version a command is about.
final class WhichVersion {
  @Parameters(
      index = "0",
      paramLabel = "VERSION",
      converter = VersionWord.class,
      description = "Such as scorer@3.")
  private @Nullable VersionId version;

  VersionId id() {
    return Objects.requireNonNull(version);
  }
}
