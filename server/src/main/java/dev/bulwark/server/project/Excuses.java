package dev.bulwark.server.project;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.evidence.passkey.PasskeyWord;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.inventory.AdvisoryStore;
import dev.bulwark.project.workspace.Workspace;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a person states about a known vulnerability of a component: an OpenVEX document, signed
/// into the ledger and then laid beside the advisories, where the next check reads it.
///
/// A crash between the two leaves the signature without effect: the finding stays, and stating it
/// again is harmless.
public final class Excuses {
  /// The attestation's kind.
  public static final String KIND = "vex";

  /// Why a component is not affected, in the words of VEX.
  public static final List<String> JUSTIFICATIONS =
      List.of(
          "component_not_present",
          "vulnerable_code_not_present",
          "vulnerable_code_not_in_execute_path",
          "vulnerable_code_cannot_be_controlled_by_adversary",
          "inline_mitigations_already_exist");

  public static final List<String> STATUSES =
      List.of("not_affected", "fixed", "affected", "under_investigation");

  private static final String ROLE = "security";
  private static final String DOCUMENT = "document";
  private static final int LONGEST = 1000;
  private static final Duration PAGE_LIFE = Duration.ofDays(1);

  private final ProjectDesk desk;
  private final Signing signing;

  public Excuses(ProjectDesk desk, Signing signing) {
    this.desk = desk;
    this.signing = signing;
  }

  /// What is stated.
  ///
  /// @param component the package URL
  /// @param vulnerability its id
  /// @param justification one of {@link #JUSTIFICATIONS} for `not_affected`, otherwise empty
  public record Excuse(
      String component, String vulnerability, String status, String justification, String reason) {

    private void require() {
      boolean fits =
          STATUSES.contains(status)
              && (status.equals("not_affected")
                  ? JUSTIFICATIONS.contains(justification)
                  : justification.isEmpty())
              && !reason.isBlank()
              && reason.length() <= LONGEST;
      if (!fits) {
        throw new ServerFault(
            ServerFault.INVALID,
            "expected a status of VEX, for not_affected a justification and for no other, and a"
                + " reason of 1 to 1,000 characters; found something else");
      }
    }

    /// OpenVEX 0.2.
    private Json.Obj document(String author, Instant now) {
      Json.Builder statement =
          Json.object()
              .put("vulnerability", Json.object().put("name", vulnerability).build())
              .put("products", Json.array(List.of(Json.object().put("@id", component).build())))
              .put("status", status);
      if (status.equals("not_affected")) {
        statement.put("justification", justification).put("impact_statement", reason);
      } else if (status.equals("affected")) {
        statement.put("action_statement", reason);
      } else {
        statement.put("status_notes", reason);
      }
      return Json.object()
          .put("@context", "https://openvex.dev/ns/v0.2.0")
          .put(
              "@id",
              "urn:bulwark:vex:" + Digest.of(Bytes.utf8(component + vulnerability + now)).hex())
          .put("author", author)
          .put("timestamp", now.toString())
          .put("version", 1)
          .put("statements", Json.array(List.of(statement.build())))
          .build();
    }
  }

  /// The very statement that would be signed.
  ///
  /// @param at when the page was made that it is filled in on, which the document carries
  /// @throws ServerFault `input-invalid`, `not-allowed`
  public Signing.Draft draft(Excuse excuse, Instant at, String person, Collection<Role> roles) {
    excuse.require();
    Instant now = desk.now();
    if (at.isAfter(now) || at.isBefore(now.minus(PAGE_LIFE))) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a page that was opened within a day, found another time; look at it again");
    }
    requireRole(roles);
    return new Signing.Draft(ROLE, statement(excuse.document(person, at)));
  }

  private static void requireRole(Collection<Role> roles) {
    if (roles.stream().noneMatch(role -> role.roster().contains(ROLE))) {
      throw new ServerFault(
          ServerFault.NOT_ALLOWED, "expected the role security, found none of yours");
    }
  }

  /// Signs, and puts into use.
  ///
  /// @param word of the passkey that confirmed the draft's statement
  /// @throws ServerFault `not-allowed`
  public Evidence state(
      Project project, Signing.Draft draft, Optional<PasskeyWord> word, Releasing.Signer signer) {
    return desk.alone(
        project,
        () -> {
          try (Workspace workspace = Workspace.open(ProjectDesk.home(project), desk.shell())) {
            Set<Role> roles = signer.roles().get();
            requireRole(roles);
            SigningKey key =
                signing.key(workspace, project, signer.person(), roles, signer.passphrase());
            Evidence evidence = workspace.record(Signing.with(draft.statement(), word), key);
            new AdvisoryStore(ProjectDesk.home(project), desk.shell())
                .add(
                    new AdvisoryStore.Content(
                        Path.of("entry-" + evidence.index() + ".vex.json"),
                        draft
                            .statement()
                            .predicate()
                            .object(DOCUMENT)
                            .orElseThrow()
                            .canonicalBytes()));
            return evidence;
          }
        });
  }

  private static Statement statement(Json.Obj document) {
    return new Statement(
        List.of(new Subject("vex", Digest.of(document.canonicalBytes()))),
        PredicateType.ATTESTATION,
        Json.object()
            .put("kind", KIND)
            .put("role", ROLE)
            .put("decision", "approve")
            .put(DOCUMENT, document)
            .build());
  }
}
