package dev.bulwark.cli.command;

import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.Scope;
import dev.bulwark.control.status.Waiver;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Signs one person's half of a waiver.
@Command(
    name = "waive",
    mixinStandardHelpOptions = true,
    description = {
      "Signs half of a waiver of one control, at most 30 days.",
      "A waiver is the dated acceptance of a control that is not satisfied.",
      "It is in force when a risk owner and a security owner, no authors, signed the same words."
          + " The second repeats the command with --confirm."
    })
public final class WaiveCommand implements Callable<Integer> {
  private static final List<String> ROLES = List.of("risk", "security");

  private final Shell shell;

  @Parameters(index = "0", paramLabel = "CONTROL", description = "The control to waive.")
  private String control = "";

  @Option(names = "--as", required = true, paramLabel = "PERSON", description = "Who signs.")
  private String person = "";

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why it can be carried until then.")
  private @Nullable String reason;

  @Option(
      names = "--until",
      paramLabel = "DATE",
      converter = Moment.class,
      description = "When it ends, at most 30 days ahead.")
  private @Nullable Instant until;

  @Option(
      names = "--confirm",
      description = "Sign the words of the newest waiver of this control that lacks a signature.")
  private boolean confirm;

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private SecretOptions secret = new SecretOptions();

  public WaiveCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (Desk desk = Desk.open(where.home(shell), shell)) {
      Assessment before = desk.assess();
      Scope scope = Desk.scope(before);
      Words words = words(before);
      if (before.status(control).isEmpty()) {
        throw new WorkspaceFault(
            WorkspaceFault.INVALID,
            "expected a control this system is judged by, found "
                + control
                + "; `bulwark status` lists them");
      }
      Statement statement =
          new Statement(
              List.of(scope.manifestSubject()),
              PredicateType.WAIVER,
              Json.object()
                  .put("control", control)
                  .put("reason", words.reason())
                  .put("until", words.until().toString())
                  .put("role", role(before))
                  .build());
      Evidence evidence = desk.sign(statement, person, secret);
      shell
          .terminal()
          .line(
              person
                  + " signed the waiver of "
                  + control
                  + " until "
                  + words.until()
                  + ", entry "
                  + evidence.index());
      shell.terminal().line(standing(desk.assess()));
    }
    return Exit.OPEN.code();
  }

  private record Words(String reason, Instant until) {}

  private Words words(Assessment assessment) {
    if (confirm) {
      Waiver pending =
          assessment.waivers().reversed().stream()
              .filter(
                  waiver -> waiver.control().equals(control) && waiver instanceof Waiver.NotInForce)
              .findFirst()
              .orElseThrow(
                  () ->
                      new WorkspaceFault(
                          WorkspaceFault.INVALID,
                          "there is no waiver of "
                              + control
                              + " to confirm; give --reason and --until"));
      return new Words(pending.reason(), pending.until());
    }
    if (reason == null || reason.isBlank() || until == null) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "a waiver needs --reason and --until, or --confirm to sign somebody else's words");
    }
    return new Words(reason, until);
  }

  private String role(Assessment assessment) {
    return ROLES.stream()
        .filter(role -> assessment.people().holds(person, role))
        .findFirst()
        .orElseThrow(
            () ->
                new WorkspaceFault(
                    WorkspaceFault.INVALID,
                    person
                        + " holds neither of the roles a waiver needs: risk, security; grant one"
                        + " with `bulwark keys grant`"));
  }

  private String standing(Assessment assessment) {
    Optional<Waiver.InForce> inForce = assessment.waiver(control);
    if (inForce.isPresent()) {
      return "in force: " + String.join(" and ", inForce.get().people());
    }
    return assessment.waivers().reversed().stream()
        .filter(waiver -> waiver.control().equals(control))
        .map(
            waiver ->
                waiver instanceof Waiver.NotInForce pending ? "not in force: " + pending.why() : "")
        .findFirst()
        .orElse("not in force");
  }
}
