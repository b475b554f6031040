package dev.bulwark.cli.command;

import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.Described;
import dev.bulwark.control.status.Scope;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.Statement;
import dev.bulwark.project.Shell;
import dev.bulwark.project.session.Policies;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.People;
import dev.bulwark.project.workspace.Workspace;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.time.Instant;

/// Where a person signs: an open workspace, and what is evaluated in it now.
final class Desk implements AutoCloseable {
  private final Shell shell;
  private final Workspace workspace;

  private Desk(Shell shell, Workspace workspace) {
    this.shell = shell;
    this.workspace = workspace;
  }

  static Desk open(Home home, Shell shell) {
    return new Desk(shell, Workspace.open(home, shell));
  }

  Assessment assess() {
    Instant now = shell.clock().instant();
    return Assessment.of(Policies.at(workspace.evidence(), now), workspace.evidence(), now);
  }

  /// The bytes that are evaluated.
  ///
  /// @throws WorkspaceFault when no description of the system can be read
  static Scope scope(Assessment assessment) {
    return switch (assessment.described()) {
      case Scope scope -> scope;
      case Described.Nothing(String why) ->
          throw new WorkspaceFault(
              WorkspaceFault.INVALID,
              "there is nothing to sign over: " + why + "; run `bulwark check`");
    };
  }

  Evidence sign(Statement statement, String person, SecretOptions secret) {
    return workspace.record(
        statement, secret.open(new People(workspace).key(person), person, shell.terminal()));
  }

  @Override
  public void close() {
    workspace.close();
  }
}
