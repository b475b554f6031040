package dev.bulwark.server.project;

import dev.bulwark.cli.workspace.People;
import dev.bulwark.cli.workspace.Workspace;
import dev.bulwark.control.policy.Requirement;
import dev.bulwark.control.status.Answer;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Roster;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// People's signatures over what a system's controls ask them for.
///
/// A person's key lies in the system's own key folder under a passphrase that only their password
/// opens, so the server cannot sign for them. Memberships become grants in the ledger's roster when
/// their holder signs: the roster stays the only judge of whose word counts.
public final class Signing {
  private final ProjectDesk desk;

  public Signing(ProjectDesk desk) {
    this.desk = desk;
  }

  /// Something that waits for a signature.
  ///
  /// @param kind such as `risk-approval`
  /// @param role in the roster, the signer must hold it
  /// @param independent whether an author of the system does not count
  /// @param controls that ask for it
  /// @param subjects the bytes it is signed over
  public record Wanted(
      String kind,
      String role,
      boolean independent,
      List<String> controls,
      List<Subject> subjects) {
    public Wanted {
      controls = List.copyOf(controls);
      subjects = List.copyOf(subjects);
    }

    /// One digest over everything that is signed, for the page and for the signature to agree.
    public String digest() {
      return SignedText.of(this).digest().toString();
    }
  }

  /// What waits for somebody with these roles.
  public static List<Wanted> waiting(Assessment assessment, Collection<Role> roles) {
    Set<String> held =
        roles.stream().flatMap(role -> role.roster().stream()).collect(Collectors.toSet());
    SequencedMap<List<Object>, SequencedSet<Subject>> subjects = new LinkedHashMap<>();
    SequencedMap<List<Object>, SequencedSet<String>> controls = new LinkedHashMap<>();
    for (Assessment.Assessed each : assessment.assessed()) {
      for (Answer answer : each.status().open()) {
        if (answer.requirement().source() instanceof Requirement.Source.Attestation asked
            && held.contains(asked.role())
            && answer.target() instanceof Answer.Target.Bytes(Subject subject)) {
          List<Object> key = List.of(asked.name(), asked.role(), asked.independent());
          subjects.computeIfAbsent(key, _ -> new LinkedHashSet<>()).add(subject);
          controls
              .computeIfAbsent(key, _ -> new LinkedHashSet<>())
              .add(each.control().id() + " " + each.control().title());
        }
      }
    }
    List<Wanted> wanted = new ArrayList<>();
    for (Map.Entry<List<Object>, SequencedSet<Subject>> each : subjects.entrySet()) {
      List<Object> key = each.getKey();
      wanted.add(
          new Wanted(
              (String) key.get(0),
              (String) key.get(1),
              (boolean) key.get(2),
              List.copyOf(controls.getOrDefault(key, new LinkedHashSet<>())),
              List.copyOf(each.getValue())));
    }
    return wanted;
  }

  /// Signs.
  ///
  /// @param digest what the page showed; anything else has changed since and is not signed
  /// @param roles the person's in this system, asked for again when nobody else can write any more
  /// @throws ServerFault `already-there` when the bytes changed since the page was made
  public Evidence sign(
      Project project,
      String person,
      Supplier<Set<Role>> roles,
      String digest,
      boolean approve,
      String comment,
      Passphrase passphrase) {
    Wanted wanted =
        waiting(desk.standing(project).assessment(), roles.get()).stream()
            .filter(each -> each.digest().equals(digest))
            .findFirst()
            .orElseThrow(
                () ->
                    new ServerFault(
                        ServerFault.CONFLICT,
                        "expected something that still waits for your signature, found that it was signed or that the bytes changed; look at the page again"));
    return desk.alone(
        project,
        () -> {
          try (Workspace workspace = Workspace.open(ProjectDesk.home(project), desk.shell())) {
            Set<Role> held = roles.get();
            if (held.stream().noneMatch(role -> role.roster().contains(wanted.role()))) {
              throw new ServerFault(
                  ServerFault.NOT_ALLOWED,
                  "expected the role %s, found that it was withdrawn meanwhile"
                      .formatted(wanted.role()));
            }
            SigningKey key = key(workspace, person, held, passphrase);
            return workspace.record(statement(wanted, approve, comment), key);
          }
        });
  }

  private static Statement statement(Wanted wanted, boolean approve, String comment) {
    Json.Builder predicate =
        Json.object()
            .put("kind", wanted.kind())
            .put("role", wanted.role())
            .put("decision", approve ? "approve" : "reject");
    if (!comment.isBlank()) {
      predicate.put("comment", comment);
    }
    return new Statement(wanted.subjects(), PredicateType.ATTESTATION, predicate.build());
  }

  /// The person's key; the roster is brought in line with the memberships before it is used.
  SigningKey key(
      Workspace workspace, String person, Collection<Role> roles, Passphrase passphrase) {
    People people = new People(workspace);
    Instant now = desk.shell().clock().instant();
    SigningKey key = people.ensure(person, passphrase, now);
    align(people, workspace.log().roster(), person, roster(roles), now);
    return key;
  }

  private static Set<String> roster(Collection<Role> roles) {
    return roles.stream()
        .flatMap(role -> role.roster().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void align(
      People people, Roster roster, String person, Set<String> wanted, Instant now) {
    Collection<String> held = roster.roles(person, now);
    wanted.stream()
        .filter(role -> !held.contains(role))
        .forEach(role -> people.record(new RosterEvent.Granted(person, role, now)));
    held.stream()
        .filter(role -> !wanted.contains(role))
        .forEach(role -> people.record(new RosterEvent.Withdrawn(person, role, now)));
  }

  /// Takes roles away in the ledger as soon as they are withdrawn, so that what was signed in them
  /// stops counting.
  public void align(Project project, String person, Supplier<Set<Role>> roles) {
    if (!ProjectDesk.hasEvidence(project)) {
      return;
    }
    desk.alone(
        project,
        () -> {
          try (Workspace workspace = Workspace.open(ProjectDesk.home(project), desk.shell())) {
            Roster roster = workspace.log().roster();
            if (roster.people().contains(person)) {
              align(
                  new People(workspace),
                  roster,
                  person,
                  roster(roles.get()),
                  desk.shell().clock().instant());
            }
            return workspace;
          }
        });
  }
}
