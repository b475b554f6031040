package dev.bulwark.registry.signing;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.evidence.tlog.InclusionProof;
import dev.bulwark.evidence.tlog.TreeHead;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One entry of a Rekor log, v1 or v2: that it stands in the log, and that it is about this bundle.
final class LogEntry {
  private static final JsonReader.Bounds BODY = new JsonReader.Bounds(ByteSize.ofMib(1), 16);
  private static final int MAX_PATH = 63;

  private final Members entry;
  private final LogKey log;
  private final Bytes body;

  private LogEntry(Members entry, LogKey log) {
    this.entry = entry;
    this.log = log;
    this.body = entry.base64("canonicalizedBody");
  }

  /// Verifies an entry.
  ///
  /// @param certificate the signer's
  /// @return the time the log promised, which only v1 does
  /// @throws Refusal `log-entry-wrong`
  static Optional<Instant> verify(
      Json.Obj json, TrustedRoot root, Bundle bundle, Bytes certificate) {
    try {
      Members entry = Members.of(EvidenceFault.ENVELOPE_MALFORMED, json);
      Bytes id = entry.object("logId").base64("keyId");
      LogKey log = root.log(id).orElseThrow(() -> wrong("one of a log the root does not name"));
      LogEntry checked = new LogEntry(entry, log);
      checked.requireIncluded();
      new LogBody(bundle, certificate).require(checked.kind(), checked.body());
      return checked.promisedTime();
    } catch (EvidenceFault e) {
      throw wrong("another form: " + e.getMessage());
    }
  }

  static Refusal wrong(String found) {
    return new Refusal(
        Reason.LOG_ENTRY_WRONG,
        "expected entries of a trusted log about this very signature, found " + found);
  }

  /// `kind version`, the same beside the body and in it.
  private String kind() {
    Members kind = entry.object("kindVersion");
    return kind.text("kind") + " " + kind.text("version");
  }

  private Members body() {
    return Members.of(EvidenceFault.ENVELOPE_MALFORMED, JsonReader.readObject(body, BODY));
  }

  /// A Merkle proof up to a root that the log signed.
  private void requireIncluded() {
    Members proof = entry.object("inclusionProof");
    long index = number(proof, "logIndex");
    long size = number(proof, "treeSize");
    List<Digest> path = new ArrayList<>();
    for (Json hash : proof.array("hashes").items()) {
      if (!(hash instanceof Json.Text(String text)) || path.size() == MAX_PATH) {
        throw proof.wrong("hashes", "at most 63 texts");
      }
      path.add(
          digest(Base64Text.parse(text).orElseThrow(() -> proof.wrong("hashes", "only base64"))));
    }
    Digest root = digest(proof.base64("rootHash"));
    if (index < 0 || index >= size) {
      throw wrong("a place outside its tree");
    }
    TreeHead head = new TreeHead("log", size, root);
    if (!new InclusionProof(index, size, path).proves(body, head)) {
      throw wrong("a proof that does not lead to its root");
    }
    Bytes note = Bytes.utf8(proof.object("checkpoint").text("envelope"));
    if (!LogCheckpoint.holds(note, log, size, root)) {
      throw wrong("a checkpoint that the log did not sign, or of another tree");
    }
  }

  private static Digest digest(Bytes bytes) {
    if (bytes.size() != Digest.SIZE) {
      throw wrong("a hash of another size");
    }
    return new Digest(bytes);
  }

  /// The time in the log's signed promise (v1); v2 makes none.
  private Optional<Instant> promisedTime() {
    if (!entry.has("inclusionPromise")) {
      return Optional.empty();
    }
    long time = number(entry, "integratedTime");
    Json.Obj promised =
        Json.object()
            .put("body", Base64Text.render(body))
            .put("integratedTime", time)
            .put("logID", log.id().hex())
            .put("logIndex", number(entry, "logIndex"))
            .build();
    Bytes signature = entry.object("inclusionPromise").base64("signedEntryTimestamp");
    if (!log.verify(promised.canonicalBytes(), signature)) {
      throw wrong("a promise that the log did not sign");
    }
    return Optional.of(Instant.ofEpochSecond(time));
  }

  /// Whether the log's key was in use then.
  static boolean isInUse(Json.Obj json, TrustedRoot root, Instant time) {
    Members entry = Members.of(EvidenceFault.ENVELOPE_MALFORMED, json);
    return root.log(entry.object("logId").base64("keyId"))
        .filter(log -> log.window().holds(time))
        .isPresent();
  }

  /// Protocol Buffers write 64-bit integers as texts.
  private static long number(Members members, String name) {
    String digits = members.text(name);
    if (!digits.matches("0|[1-9][0-9]{0,14}")) {
      throw members.wrong(name, "an integer as text, of at most 15 digits");
    }
    return Long.parseLong(digits);
  }
}
