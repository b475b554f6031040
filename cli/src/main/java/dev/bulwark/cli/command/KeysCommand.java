package dev.bulwark.cli.command;

import dev.bulwark.evidence.Roster;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.workspace.People;
import dev.bulwark.project.workspace.Workspace;
import dev.bulwark.project.workspace.WorkspaceReader;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Who may sign: people's keys and roles, as events the judge signs into the ledger.
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = {
      "Decides who may sign: people's keys and roles.",
      "Every change is an event in the ledger."
    })
public final class KeysCommand implements Runnable {
  @picocli.CommandLine.Spec
  private picocli.CommandLine.Model.CommandSpec spec =
      picocli.CommandLine.Model.CommandSpec.create();

  @Override
  public void run() {
    throw new picocli.CommandLine.ParameterException(
        spec.commandLine(), "a subcommand is needed: list, new, grant, withdraw, rotate or revoke");
  }

  /// The subcommands, for registration.
  public static List<Object> subcommands(Shell shell) {
    return List.of(
        new ListKeys(shell),
        new NewKey(shell),
        new Grant(shell),
        new Withdraw(shell),
        new Rotate(shell),
        new Revoke(shell));
  }

  /// A subcommand that changes the roster.
  abstract static class Change implements Callable<Integer> {
    final Shell shell;

    @Parameters(
        index = "0",
        paramLabel = "PERSON",
        description = "The person's id, as owners and authors in bulwark.yaml name people.")
    String person = "";

    @Mixin private LaterProject where = new LaterProject();

    Change(Shell shell) {
      this.shell = shell;
    }

    @Override
    public final Integer call() {
      try (Workspace workspace = Workspace.open(where.home(shell), shell)) {
        shell.terminal().line(change(new People(workspace)));
      }
      return Exit.OPEN.code();
    }

    /// Does it.
    ///
    /// @return one line to tell
    abstract String change(People people);

    Instant now() {
      return shell.clock().instant();
    }
  }

  @Command(
      name = "new",
      mixinStandardHelpOptions = true,
      description = "Makes a person's key, enrols it and grants roles.")
  static final class NewKey extends Change {
    @Option(
        names = "--role",
        paramLabel = "ROLE",
        description = "A role to grant; may be given several times.")
    private List<String> roles = List.of();

    @Mixin private SecretOptions secret = new SecretOptions();

    @Option(
        names = "--insecure-no-passphrase",
        description =
            "Leave the key file without a passphrase: whoever can read it can sign as that person.")
    private boolean insecureNoPassphrase;

    NewKey(Shell shell) {
      super(shell);
    }

    @Override
    String change(People people) {
      String id;
      if (insecureNoPassphrase) {
        id = people.enrol(person, roles, Optional.empty(), now());
      } else {
        try (Passphrase passphrase =
            secret.passphrase("New passphrase for " + person, shell.terminal())) {
          id = people.enrol(person, roles, Optional.of(passphrase), now());
        }
      }
      return person
          + " signs with "
          + id
          + (roles.isEmpty() ? "" : " as " + String.join(", ", roles));
    }
  }

  @Command(
      name = "grant",
      mixinStandardHelpOptions = true,
      description = "Grants a role to a person.")
  static final class Grant extends Change {
    @Option(
        names = "--role",
        required = true,
        paramLabel = "ROLE",
        description = "The role, as controls name it: risk, security, accountable, …")
    private String role = "";

    Grant(Shell shell) {
      super(shell);
    }

    @Override
    String change(People people) {
      people.record(new RosterEvent.Granted(person, role, now()));
      return person + " holds the role " + role + " from now on";
    }
  }

  @Command(
      name = "withdraw",
      mixinStandardHelpOptions = true,
      description = {
        "Withdraws a role from a person.",
        "Their approvals in that role stop counting."
      })
  static final class Withdraw extends Change {
    @Option(names = "--role", required = true, paramLabel = "ROLE", description = "The role.")
    private String role = "";

    @Option(
        names = "--since",
        paramLabel = "DATE",
        converter = Moment.class,
        description = "From when (default: now).")
    private @Nullable Instant since;

    Withdraw(Shell shell) {
      super(shell);
    }

    @Override
    String change(People people) {
      people.record(new RosterEvent.Withdrawn(person, role, since == null ? now() : since));
      return person + " no longer holds the role " + role;
    }
  }

  @Command(
      name = "rotate",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a new key for a person and revokes the old one.",
        "What the old one signed keeps counting."
      })
  static final class Rotate extends Change {
    @Mixin private SecretOptions secret = new SecretOptions();

    @Option(
        names = "--insecure-no-passphrase",
        description = "Leave the new key file without a passphrase.")
    private boolean insecureNoPassphrase;

    Rotate(Shell shell) {
      super(shell);
    }

    @Override
    String change(People people) {
      if (insecureNoPassphrase) {
        return person + " signs with " + people.rotate(person, Optional.empty(), now());
      }
      try (Passphrase passphrase =
          secret.passphrase("New passphrase for " + person, shell.terminal())) {
        return person + " signs with " + people.rotate(person, Optional.of(passphrase), now());
      }
    }
  }

  @Command(
      name = "revoke",
      mixinStandardHelpOptions = true,
      description = {
        "Revokes a person's keys for ever.",
        "With --since, what was received from then on stops counting: for a key that was stolen."
      })
  static final class Revoke extends Change {
    @Option(
        names = "--since",
        paramLabel = "DATE",
        converter = Moment.class,
        description = "From when (default: now).")
    private @Nullable Instant since;

    @Option(
        names = "--reason",
        paramLabel = "REASON",
        defaultValue = "LEFT",
        description = "${COMPLETION-CANDIDATES}.")
    private RosterEvent.Reason reason = RosterEvent.Reason.LEFT;

    Revoke(Shell shell) {
      super(shell);
    }

    @Override
    String change(People people) {
      int count = people.revoke(person, reason, since == null ? now() : since);
      return count + (count == 1 ? " key of " : " keys of ") + person + " revoked";
    }
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists keys, holders, roles and their times.")
  static final class ListKeys implements Callable<Integer> {
    private final Shell shell;

    @Mixin private ProjectOptions where = new ProjectOptions();

    @Mixin private JsonOption json = new JsonOption();

    ListKeys(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      Roster roster = WorkspaceReader.open(where.home(shell)).contents().roster();
      Instant now = shell.clock().instant();
      if (json.wanted()) {
        JsonOption.print(
            shell.terminal(),
            Json.object()
                .put(
                    "keys",
                    Json.array(roster.keys().stream().map(key -> json(roster, key, now)).toList()))
                .build());
      } else {
        roster.keys().forEach(key -> shell.terminal().line(line(roster, key, now)));
      }
      return Exit.OPEN.code();
    }

    private static String line(Roster roster, Roster.Key key, Instant now) {
      String until = key.until().equals(Instant.MAX) ? "" : "  revoked from " + key.until();
      String roles = String.join(", ", roster.roles(key.holder().name(), now));
      return "%-10s %-9s %s  %s%s"
          .formatted(key.holder().name(), kind(key), key.key().id().substring(0, 19), roles, until);
    }

    private static Json.Obj json(Roster roster, Roster.Key key, Instant now) {
      Json.Builder object =
          Json.object()
              .put("holder", key.holder().name())
              .put("kind", kind(key))
              .put("key", key.key().id())
              .put("roles", Json.texts(roster.roles(key.holder().name(), now)));
      if (!key.until().equals(Instant.MAX)) {
        object.put("until", key.until().toString());
      }
      return object.build();
    }

    private static String kind(Roster.Key key) {
      return key.holder().kind().name().toLowerCase(Locale.ROOT);
    }
  }
}
