package dev.bulwark.cli.command;

import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.project.Shell;
import dev.bulwark.project.workspace.People;
import dev.bulwark.project.workspace.Workspace;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Who asks, under their own signature.
final class Signatory {
  @Option(
      names = "--as",
      required = true,
      paramLabel = "PERSON",
      description = "Who asks; the request is signed with that person's key.")
  private String person = "";

  @Mixin private SecretOptions secret = new SecretOptions();

  SigningKey open(Workspace workspace, Shell shell) {
    return secret.open(new People(workspace).key(person), person, shell.terminal());
  }
}
