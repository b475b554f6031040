package dev.bulwark.cli.command;

import dev.bulwark.control.policy.Requirement;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.Scope;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Paint;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Signs a person's word over the digest of what they read.
@Command(
    name = "attest",
    mixinStandardHelpOptions = true,
    description = {
      "Signs a person's word: an approval, a review, a vote.",
      "It is signed over the digests that are evaluated now.",
      "It counts only while the signer holds the role, is no author where independence is asked,"
          + " and those bytes do not change."
    })
public final class AttestCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description =
          "What is attested, as controls name it: role-acceptance, risk-approval, … (`bulwark"
              + " controls` lists them).")
  private String kind = "";

  @Option(names = "--as", required = true, paramLabel = "PERSON", description = "Who signs.")
  private String person = "";

  @Option(
      names = "--reject",
      description = "Say no instead of yes; it withdraws an earlier approval.")
  private boolean reject;

  @Option(
      names = "--comment",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "A reason, kept encrypted with the signature.")
  private String comment = "";

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private SecretOptions secret = new SecretOptions();

  @Mixin private JsonOption json = new JsonOption();

  public AttestCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (Desk desk = Desk.open(where.home(shell), shell)) {
      Assessment assessment = desk.assess();
      List<Asked> asked = asked(assessment, Desk.scope(assessment));
      List<Evidence> recorded = new ArrayList<>();
      for (Asked each : asked) {
        recorded.add(desk.sign(statement(each), person, secret));
      }
      tell(asked, recorded);
    }
    return Exit.OPEN.code();
  }

  /// One thing to sign: a role and the bytes.
  private record Asked(String role, List<Subject> subjects) {}

  /// What the catalogue asks of this kind in the roles this person holds: one statement a role,
  /// over all bytes it is asked about.
  private List<Asked> asked(Assessment assessment, Scope scope) {
    SequencedMap<String, SequencedSet<Subject>> byRole = new LinkedHashMap<>();
    TreeSet<String> kinds = new TreeSet<>();
    for (Assessment.Assessed each : assessment.assessed()) {
      for (Requirement requirement : each.control().evidence()) {
        if (requirement.source() instanceof Requirement.Source.Attestation attestation) {
          kinds.add(attestation.name());
          List<Subject> subjects = scope.subjects(requirement.about());
          if (attestation.name().equals(kind) && !subjects.isEmpty()) {
            byRole.computeIfAbsent(attestation.role(), _ -> new LinkedHashSet<>()).addAll(subjects);
          }
        }
      }
    }
    requireKind(byRole.keySet(), kinds);
    requireRole(assessment, byRole.keySet());
    return byRole.entrySet().stream()
        .filter(each -> assessment.people().holds(person, each.getKey()))
        .map(each -> new Asked(each.getKey(), List.copyOf(each.getValue())))
        .toList();
  }

  private void requireKind(Set<String> roles, Set<String> kinds) {
    if (roles.isEmpty()) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected a kind of attestation that this system's controls ask for, found \""
              + kind
              + "\"; one of "
              + String.join(", ", kinds));
    }
  }

  private void requireRole(Assessment assessment, Set<String> roles) {
    if (roles.stream().noneMatch(role -> assessment.people().holds(person, role))) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "%s asks for the role %s, which %s does not hold; grant it with `bulwark keys grant %s --role %s`"
              .formatted(
                  kind, String.join(" or ", roles), person, person, roles.iterator().next()));
    }
  }

  private Statement statement(Asked asked) {
    Json.Builder predicate =
        Json.object()
            .put("kind", kind)
            .put("role", asked.role())
            .put("decision", reject ? "reject" : "approve");
    if (!comment.isEmpty()) {
      predicate.put("comment", comment);
    }
    return new Statement(asked.subjects(), PredicateType.ATTESTATION, predicate.build());
  }

  private void tell(List<Asked> asked, List<Evidence> recorded) {
    if (json.wanted()) {
      JsonOption.print(
          shell.terminal(),
          Json.object()
              .put(
                  "recorded",
                  Json.array(recorded.stream().map(Evidence::index).map(Json::of).toList()))
              .build());
      return;
    }
    for (int i = 0; i < asked.size(); i++) {
      Asked each = asked.get(i);
      shell
          .terminal()
          .line(
              "%s signed %s as %s: %s, entry %d"
                  .formatted(
                      person,
                      kind,
                      each.role(),
                      reject
                          ? shell.terminal().paint(Paint.RED, "reject")
                          : shell.terminal().paint(Paint.GREEN, "approve"),
                      recorded.get(i).index()));
      each.subjects()
          .forEach(
              subject ->
                  shell.terminal().line("  over " + subject.name() + "  " + subject.digest()));
    }
  }
}
