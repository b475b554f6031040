package dev.bulwark.server.project;

import dev.bulwark.control.policy.Requirement;
import dev.bulwark.control.status.Answer;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.Reason;
import dev.bulwark.control.status.Scope;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Roster;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.evidence.passkey.Passkey;
import dev.bulwark.evidence.passkey.PasskeyWord;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.workspace.People;
import dev.bulwark.project.workspace.Workspace;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// People's signatures over what a system's controls ask them for.
///
/// A person's key lies in the system's own key folder under a passphrase that only their password
/// opens, so the server cannot sign for them. Memberships become grants in the ledger's roster when
/// their holder signs: the roster stays the only judge of whose word counts.
public final class Signing {
  private final ProjectDesk desk;
  private final Function<String, List<Passkey>> passkeys;
  private final Given given;

  /// @param passkeys those a person has now, by their name
  public Signing(ProjectDesk desk, Function<String, List<Passkey>> passkeys, Given given) {
    this.desk = desk;
    this.passkeys = passkeys;
    this.given = given;
  }

  /// What somebody was given in a system and nobody withdrew, whether it counts now or not: what
  /// they signed in it stays.
  @FunctionalInterface
  public interface Given {
    Set<Role> in(String person, String system);
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

  /// What waits for somebody with these roles: not what they signed already, and not what an author
  /// of the system cannot sign.
  public static List<Wanted> waiting(Assessment assessment, String person, Collection<Role> roles) {
    Set<String> held =
        roles.stream().flatMap(role -> role.roster().stream()).collect(Collectors.toSet());
    SequencedMap<List<Object>, SequencedSet<Subject>> subjects = new LinkedHashMap<>();
    SequencedMap<List<Object>, SequencedSet<String>> controls = new LinkedHashMap<>();
    for (Assessment.Assessed each : assessment.assessed()) {
      for (Answer answer : each.status().open()) {
        if (answer.requirement().source() instanceof Requirement.Source.Attestation asked
            && held.contains(asked.role())
            && !(asked.independent() && isAuthor(assessment, person))
            && !hasSigned(answer, person)
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

  private static boolean isAuthor(Assessment assessment, String person) {
    return assessment.described() instanceof Scope scope && scope.authors().contains(person);
  }

  private static boolean hasSigned(Answer answer, String person) {
    return answer.reason() instanceof Reason.TooFewPeople few && few.approving().contains(person);
  }

  /// What somebody is about to sign.
  ///
  /// @param role in the roster, the signer must hold it
  public record Draft(String role, Statement statement) {}

  /// The very statement that a signature would be over.
  ///
  /// @param digest what the page showed; anything else has changed since and is not signed
  /// @throws ServerFault `already-there` when the bytes changed since the page was made
  public Draft draft(
      Project project,
      String person,
      Collection<Role> roles,
      String digest,
      boolean approve,
      String comment) {
    Wanted wanted =
        waiting(desk.standing(project).assessment(), person, roles).stream()
            .filter(each -> each.digest().equals(digest))
            .findFirst()
            .orElseThrow(
                () ->
                    new ServerFault(
                        ServerFault.CONFLICT,
                        "expected something that still waits for your signature, found that it was signed or that the bytes changed; look at the page again"));
    return new Draft(wanted.role(), statement(wanted, approve, comment));
  }

  /// Signs.
  ///
  /// @param roles the person's in this system, asked for again when nobody else can write any more
  /// @param word of the passkey that confirmed the draft's statement
  public Evidence sign(
      Project project,
      String person,
      Supplier<Set<Role>> roles,
      Draft draft,
      Optional<PasskeyWord> word,
      Passphrase passphrase) {
    return desk.alone(
        project,
        () -> {
          try (Workspace workspace = Workspace.open(ProjectDesk.home(project), desk.shell())) {
            Set<Role> held = roles.get();
            if (held.stream().noneMatch(role -> role.roster().contains(draft.role()))) {
              throw new ServerFault(
                  ServerFault.NOT_ALLOWED,
                  "expected the role %s, found that it was withdrawn meanwhile"
                      .formatted(draft.role()));
            }
            SigningKey key = key(workspace, project, person, held, passphrase);
            return workspace.record(with(draft.statement(), word), key);
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

  /// The statement as it is signed: with the word that confirmed it.
  static Statement with(Statement statement, Optional<PasskeyWord> word) {
    if (word.isEmpty()) {
      return statement;
    }
    Json.Builder predicate = Json.object();
    statement.predicate().members().forEach(predicate::put);
    predicate.put(PasskeyWord.MEMBER, word.get().json());
    return new Statement(statement.subjects(), statement.predicateType(), predicate.build());
  }

  /// The person's key; the roster is brought in line with the memberships before it is used: what
  /// counts now is granted, and what was withdrawn is withdrawn.
  ///
  /// @param roles that count now
  SigningKey key(
      Workspace workspace,
      Project project,
      String person,
      Collection<Role> roles,
      Passphrase passphrase) {
    People people = new People(workspace);
    Instant now = desk.shell().clock().instant();
    SigningKey key = people.ensure(person, passphrase, now);
    Collection<String> held = workspace.log().roster().roles(person, now);
    roster(roles).stream()
        .filter(role -> !held.contains(role))
        .forEach(role -> people.record(new RosterEvent.Granted(person, role, now)));
    withdraw(people, workspace.log().roster(), project, person, now);
    alignPasskeys(people, workspace.log().roster(), person, now);
    return key;
  }

  private static Set<String> roster(Collection<Role> roles) {
    return roles.stream()
        .flatMap(role -> role.roster().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void withdraw(People people, Roster roster, Project project, String person, Instant now) {
    surplus(roster, person, given.in(person, project.id()), now)
        .forEach(role -> people.record(new RosterEvent.Withdrawn(person, role, now)));
  }

  /// The roles a roster counts that nobody gave, or somebody withdrew.
  ///
  /// @param given in this system
  static List<String> surplus(Roster roster, String person, Collection<Role> given, Instant now) {
    Set<String> kept = roster(given);
    return roster.roles(person, now).stream().filter(role -> !kept.contains(role)).toList();
  }

  /// Passkeys are enrolled when their holder signs, and removed when they have them no more.
  private void alignPasskeys(People people, Roster roster, String person, Instant now) {
    List<Passkey> wanted = passkeys.apply(person);
    List<Passkey> known = roster.passkeys(person, now);
    wanted.stream()
        .filter(each -> !known.contains(each))
        .forEach(each -> people.record(new RosterEvent.PasskeyEnrolled(person, each, now)));
    known.stream()
        .filter(each -> !wanted.contains(each))
        .forEach(
            each -> people.record(new RosterEvent.PasskeyRemoved(person, each.credential(), now)));
  }

  /// Takes roles away in the ledger as soon as they are withdrawn, so that what was signed in them
  /// stops counting. The ledger is opened once for all of them.
  public void align(Project project, Collection<String> persons) {
    if (!ProjectDesk.hasEvidence(project)) {
      return;
    }
    desk.alone(
        project,
        () -> {
          try (Workspace workspace = Workspace.open(ProjectDesk.home(project), desk.shell())) {
            People people = new People(workspace);
            Instant now = desk.shell().clock().instant();
            for (String person : persons) {
              withdraw(people, workspace.log().roster(), project, person, now);
            }
            return workspace;
          }
        });
  }
}
