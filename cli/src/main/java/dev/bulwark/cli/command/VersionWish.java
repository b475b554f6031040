package dev.bulwark.cli.command;

import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.registry.VersionId;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What a person wants done to one version, and why: said by whoever signs it.
final class VersionWish {
  @Mixin private WhichVersion which = new WhichVersion();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why, for people; free of personal data.")
  private String reason = "";

  @Mixin private Signatory signatory = new Signatory();

  @Mixin private LaterProject where = new LaterProject();

  VersionId id() {
    return which.id();
  }

  String reason() {
    return reason;
  }

  RegistryDesk desk(Shell shell) {
    return RegistryDesk.open(where.home(shell), shell);
  }

  SigningKey signer(RegistryDesk desk, Shell shell) {
    return signatory.open(desk.workspace(), shell);
  }
}
