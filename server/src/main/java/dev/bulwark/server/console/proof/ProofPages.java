package dev.bulwark.server.console.proof;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.Receipt;
import dev.bulwark.evidence.Roster;
import dev.bulwark.evidence.Signer;
import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.ConsistencyProof;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.console.Console;
import dev.bulwark.server.console.PrettyJson;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Standing;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// From one piece of evidence down to the proof that it was logged: envelope, signer, path to the
/// signed root. The same as data, for a browser that wants to verify by itself.
@Controller
public final class ProofPages {
  private final Console console;

  public ProofPages(Console console) {
    this.console = console;
  }

  /// One signature of the envelope.
  ///
  /// @param holds as the server verified it
  public record Line(String keyId, int bytes, boolean holds) {}

  /// Whose key it was, when it was received.
  ///
  /// @param kind person, judge or collector
  /// @param roles held at that moment
  /// @param trusted whether the key counts for that moment by all that is known now
  public record Entitled(
      String kind,
      String name,
      String keyId,
      Instant from,
      Instant until,
      List<String> roles,
      boolean trusted) {
    public Entitled {
      roles = List.copyOf(roles);
    }

    public boolean isRoot() {
      return from.equals(Instant.MIN);
    }

    public boolean isRevoked() {
      return !until.equals(Instant.MAX);
    }
  }

  /// @param payload in lines, as it was signed
  /// @param signer empty when nobody enrolled the key
  public record Proof(
      Project project,
      Evidence evidence,
      String payloadType,
      String payload,
      List<Line> signatures,
      Optional<Entitled> signer,
      String entry,
      Digest leaf,
      List<Digest> path,
      Checkpoint checkpoint,
      TreeDrawing tree) {
    public Proof {
      signatures = List.copyOf(signatures);
      path = List.copyOf(path);
    }
  }

  @GetMapping("/systems/{system}/ledger/{index}/proof")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> proof(
      @PathVariable String system, @PathVariable long index, HttpServletRequest request) {
    Standing standing = console.standing(system);
    Project project = standing.project();
    Checkpoint checkpoint = console.desk().checkpoint(project);
    Evidence evidence = evidence(project, index);
    Receipt receipt = ProjectDesk.reader(project).receipt(checkpoint, index);
    Envelope envelope = Envelope.parse(receipt.envelope());
    Roster roster = console.desk().roster(project);
    return console.page(
        "proof",
        new Proof(
            project,
            evidence,
            envelope.payloadType(),
            PrettyJson.of(evidence.statement().json()),
            signatures(envelope, roster, evidence),
            entitled(roster, evidence),
            receipt.entry().utf8(),
            TreeDrawing.leaf(receipt.entry()),
            receipt.proof().path(),
            checkpoint,
            TreeDrawing.of(index, checkpoint.size(), receipt.proof().path(), receipt.entry())),
        request,
        "Proof of entry " + index);
  }

  private Evidence evidence(Project project, long index) {
    List<Evidence> all = console.desk().evidence(project);
    return all.stream()
        .filter(each -> each.index() == index)
        .findFirst()
        .orElseThrow(
            () ->
                new ServerFault(
                    ServerFault.NOT_THERE,
                    "expected the number of an entry that can be read, found none; it may have been"
                        + " erased"));
  }

  private static List<Line> signatures(Envelope envelope, Roster roster, Evidence evidence) {
    boolean both =
        roster.key(evidence.signer().keyId()).map(key -> key.verify(envelope).both()).orElse(false);
    return envelope.signatures().stream()
        .map(each -> new Line(each.keyId(), each.value().size(), both))
        .toList();
  }

  private static Optional<Entitled> entitled(Roster roster, Evidence evidence) {
    Signer signer = evidence.signer();
    return roster.keys().stream()
        .filter(key -> key.key().id().equals(signer.keyId()))
        .findFirst()
        .map(
            key ->
                new Entitled(
                    key.holder().kind().name().toLowerCase(java.util.Locale.ROOT),
                    key.holder().name(),
                    key.key().id(),
                    key.from(),
                    key.until(),
                    List.copyOf(roster.roles(key.holder().name(), evidence.received())),
                    roster.trusts(key.key().id(), evidence.received())));
  }

  /// Everything the page's script needs to verify one entry without the server.
  @GetMapping("/systems/{system}/ledger/{index}/proof.json")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> data(@PathVariable String system, @PathVariable long index) {
    Project project = console.project(system);
    Evidence evidence = evidence(project, index);
    Checkpoint checkpoint = console.desk().checkpoint(project);
    Receipt receipt = ProjectDesk.reader(project).receipt(checkpoint, index);
    Json.Builder answer =
        Json.object()
            .put("index", index)
            .put("size", checkpoint.size())
            .put("entry", Base64Text.render(receipt.entry()))
            .put("salt", Base64Text.render(receipt.salt()))
            .put("envelope", Base64Text.render(receipt.envelope()))
            .put("path", hashes(receipt.proof().path()))
            .put("checkpoint", checkpoint.note().utf8())
            .put("vkeys", ProjectDesk.reader(project).ledger().vkeys());
    console
        .desk()
        .roster(project)
        .key(evidence.signer().keyId())
        .ifPresent(key -> answer.put("signer", key.json()));
    return json(answer.build());
  }

  /// The proof that the ledger of now only adds to an earlier one.
  @GetMapping("/systems/{system}/ledger/consistency.json")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> consistency(@PathVariable String system, @RequestParam long from) {
    Project project = console.project(system);
    Checkpoint checkpoint = console.desk().checkpoint(project);
    if (from < 0 || from > checkpoint.size()) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected a size from 0 to %d, found another".formatted(checkpoint.size()));
    }
    ConsistencyProof proof = ProjectDesk.reader(project).consistency(checkpoint, from);
    return json(
        Json.object()
            .put("from", from)
            .put("size", checkpoint.size())
            .put("path", hashes(proof.path()))
            .put("checkpoint", checkpoint.note().utf8())
            .put("vkeys", ProjectDesk.reader(project).ledger().vkeys())
            .build());
  }

  private static Json hashes(List<Digest> path) {
    return Json.texts(path.stream().map(hash -> Base64Text.render(hash.value())).toList());
  }

  private static ResponseEntity<byte[]> json(Json.Obj document) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(document.canonical().getBytes(StandardCharsets.UTF_8));
  }
}
