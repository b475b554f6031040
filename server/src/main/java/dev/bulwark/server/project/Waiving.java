package dev.bulwark.server.project;

import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.Scope;
import dev.bulwark.control.status.Waiver;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Signer.Person;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.evidence.passkey.PasskeyWord;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.session.Policies;
import dev.bulwark.project.workspace.Workspace;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Role;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Waivers, each signed by two people in the same words: what `bulwark waive` and `bulwark waive
/// --confirm` do, with the keys of the people at the other end.
///
/// What cannot come into force is refused before it is signed; whether a waiver is in force is the
/// assessment's word alone.
public final class Waiving {
  /// From the first signature to the end.
  public static final Duration LONGEST = Duration.ofDays(30);

  private static final int LONGEST_REASON = 1000;
  private static final List<String> ROLES = List.of("risk", "security");

  private final ProjectDesk desk;
  private final Signing signing;

  public Waiving(ProjectDesk desk, Signing signing) {
    this.desk = desk;
    this.signing = signing;
  }

  /// The words both sign.
  public record Terms(String control, String reason, Instant until) {
    public static Terms of(Waiver waiver) {
      return new Terms(waiver.control(), waiver.reason(), waiver.until());
    }

    /// Of the canonical form, for the page and the signature to agree.
    public String digest() {
      return Digest.of(json().build().canonicalBytes()).toString();
    }

    private Json.Builder json() {
      return Json.object()
          .put("control", control)
          .put("reason", reason)
          .put("until", until.toString());
    }
  }

  /// How a waiver stands, for a list.
  public enum Stand {
    /// It opens the control's gates until it ends.
    IN_FORCE,
    /// One of the two has signed.
    WAITS,
    ENDED,
    /// Signed, and it opens nothing.
    VOID
  }

  public static Stand stand(Waiver waiver, Instant now) {
    return switch (waiver) {
      case Waiver.InForce _ -> Stand.IN_FORCE;
      case Waiver.NotInForce open ->
          !now.isBefore(open.until())
              ? Stand.ENDED
              : missing(waiver).isEmpty() ? Stand.VOID : Stand.WAITS;
    };
  }

  /// The roles that have not signed yet.
  private static Set<String> missing(Waiver waiver) {
    Set<String> missing = new LinkedHashSet<>(ROLES);
    waiver
        .signatures()
        .forEach(
            signature -> signature.statement().predicate().text("role").ifPresent(missing::remove));
    return missing;
  }

  /// Who has signed, in order.
  public static List<String> signers(Waiver waiver) {
    return waiver.signatures().stream().map(Waiving::who).toList();
  }

  private static String who(Evidence signature) {
    return signature.signer() instanceof Person(String _, String person) ? person : "?";
  }

  /// One half of a waiver.
  public sealed interface Half {
    /// The first, in somebody's own words.
    record Asked(Terms terms) implements Half {}

    /// The second, in the same words.
    ///
    /// @param digest of the words the page showed
    record Confirmed(String digest) implements Half {}
  }

  /// The very statement that somebody's half would be.
  ///
  /// @throws ServerFault `input-invalid`, `not-allowed`; `already-there` when nothing waits under
  ///   the words of a second half
  public Signing.Draft draft(Project project, Half half, String person, Collection<Role> roles) {
    return draft(desk.standing(project).assessment(), half, person, roles);
  }

  /// Signs a half, as long as its statement is still the one that was confirmed.
  ///
  /// @param word of the passkey that confirmed the draft's statement
  /// @throws ServerFault as {@link #draft}; `already-there` when the system changed meanwhile
  public Evidence sign(
      Project project,
      Half half,
      Signing.Draft confirmed,
      Optional<PasskeyWord> word,
      Releasing.Signer signer) {
    return desk.alone(
        project,
        () -> {
          try (Workspace workspace = Workspace.open(ProjectDesk.home(project), desk.shell())) {
            Instant now = desk.shell().clock().instant().truncatedTo(ChronoUnit.MICROS);
            Assessment assessment =
                Assessment.of(Policies.at(workspace.evidence(), now), workspace.evidence(), now);
            Set<Role> roles = signer.roles().get();
            if (!draft(assessment, half, signer.person(), roles).equals(confirmed)) {
              throw new ServerFault(
                  ServerFault.CONFLICT,
                  "expected the system that was shown, found that it changed meanwhile; look at the"
                      + " page again");
            }
            SigningKey key =
                signing.key(workspace, project, signer.person(), roles, signer.passphrase());
            return workspace.record(Signing.with(confirmed.statement(), word), key);
          }
        });
  }

  private static Signing.Draft draft(
      Assessment assessment, Half half, String person, Collection<Role> roles) {
    if (!(assessment.described() instanceof Scope scope)) {
      throw new ServerFault(ServerFault.INVALID, "expected a system that is described, found none");
    }
    if (scope.authors().contains(person)) {
      throw new ServerFault(
          ServerFault.NOT_ALLOWED,
          "expected somebody who did not build the system, found one of its authors");
    }
    return switch (half) {
      case Half.Asked(Terms terms) -> {
        requireSense(assessment, terms);
        yield draft(scope, terms, role(roles, ROLES));
      }
      case Half.Confirmed(String digest) -> {
        Waiver waiver = waiting(assessment, digest, person);
        yield draft(scope, Terms.of(waiver), role(roles, missing(waiver)));
      }
    };
  }

  private static void requireSense(Assessment assessment, Terms terms) {
    Instant now = assessment.asOf();
    boolean open =
        assessment.status(terms.control()).filter(status -> !status.isSatisfied()).isPresent();
    if (!open) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a control of this system that is not satisfied, found another");
    }
    if (terms.reason().isBlank() || terms.reason().length() > LONGEST_REASON) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a reason of 1 to 1,000 characters, found %d"
              .formatted(terms.reason().length()));
    }
    if (!terms.until().isAfter(now) || terms.until().isAfter(now.plus(LONGEST))) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected an end after now and at most 30 days ahead, found " + terms.until());
    }
  }

  private static Waiver waiting(Assessment assessment, String digest, String person) {
    Waiver waiver =
        assessment.waivers().stream()
            .filter(each -> Terms.of(each).digest().equals(digest))
            .filter(each -> stand(each, assessment.asOf()) == Stand.WAITS)
            .findFirst()
            .orElseThrow(
                () ->
                    new ServerFault(
                        ServerFault.CONFLICT,
                        "expected a waiver that waits for its second signature, found that it"
                            + " was signed or has ended; look at the page again"));
    if (signers(waiver).contains(person)) {
      throw new ServerFault(
          ServerFault.NOT_ALLOWED, "expected a second person, found the one who signed first");
    }
    return waiver;
  }

  private static String role(Collection<Role> roles, Collection<String> wanted) {
    Set<String> held =
        roles.stream().flatMap(role -> role.roster().stream()).collect(Collectors.toSet());
    return wanted.stream()
        .filter(held::contains)
        .findFirst()
        .orElseThrow(
            () ->
                new ServerFault(
                    ServerFault.NOT_ALLOWED,
                    "expected the role %s, found none of yours; a waiver takes one signature of each"
                        .formatted(String.join(" or ", wanted))));
  }

  private static Signing.Draft draft(Scope scope, Terms terms, String role) {
    return new Signing.Draft(
        role,
        new Statement(
            List.of(scope.manifestSubject()),
            PredicateType.WAIVER,
            terms.json().put("role", role).build()));
  }
}
