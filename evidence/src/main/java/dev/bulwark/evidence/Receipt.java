package dev.bulwark.evidence;

import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.evidence.tlog.TiledTree;
import dev.bulwark.evidence.tlog.TlogProof;
import dev.bulwark.evidence.vault.Opened;
import dev.bulwark.evidence.vault.Vault;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.Optional;

/// One envelope of a ledger and the proof that it was logged: all a place needs that has neither
/// the vault nor the network.
///
/// ```
/// {"entry": base64, "salt": base64, "envelope": {DSSE}, "proof": C2SP tlog-proof}
/// ```
///
/// It shows this envelope to whoever has it, and nothing of any other. Untrusted until {@link
/// #verify} says otherwise.
///
/// @param entry the ledger's entry, which commits to the envelope
/// @param salt the commitment's
/// @param envelope as it was logged
/// @param proof of the entry
public record Receipt(Bytes entry, Bytes salt, Bytes envelope, TlogProof proof) {

  /// What verifying came to.
  public sealed interface Verification {

    /// The judge signed it, and the ledger took it in.
    ///
    /// @param checkpoint the moment of the ledger it is proven under
    record Logged(
        long index, Instant received, Digest envelope, Statement statement, Checkpoint checkpoint)
        implements Verification {}

    record Refused(String expected, String found) implements Verification {}
  }

  /// The receipt of one entry under the tree's own checkpoint.
  ///
  /// @throws EvidenceFault `evidence-damaged` when its envelope is not there any more
  /// @throws dev.bulwark.evidence.tlog.LedgerFault `ledger-out-of-range`
  public static Receipt of(TiledTree tree, Checkpoint checkpoint, Vault vault, long index) {
    Bytes entry = tree.entry(index);
    return switch (vault.reader().open(LedgerEntry.parse(entry).sealed())) {
      case Opened.Whole(Bytes salt, Bytes envelope) ->
          new Receipt(entry, salt, envelope, TlogProof.of(tree, checkpoint, index));
      case Opened.KeyDestroyed _ ->
          throw new EvidenceFault(
              EvidenceFault.EVIDENCE_DAMAGED,
              "expected the envelope of entry %d, found that it was erased".formatted(index));
      case Opened.Broken(String where, String expected, String found) ->
          throw new EvidenceFault(
              EvidenceFault.EVIDENCE_DAMAGED,
              "expected at %s %s, found %s; run an audit".formatted(where, expected, found));
    };
  }

  public Json.Obj json() {
    return Json.object()
        .put("entry", Base64Text.render(entry))
        .put("salt", Base64Text.render(salt))
        .put("envelope", Base64Text.render(envelope))
        .put("proof", proof.render().utf8())
        .build();
  }

  /// @throws EvidenceFault of the members' type when it does not have the shape
  public static Receipt parse(Members members) {
    members.only("entry", "salt", "envelope", "proof");
    return new Receipt(
        members.base64("entry"),
        members.base64("salt"),
        members.base64("envelope"),
        TlogProof.parse(Bytes.utf8(members.text("proof")))
            .orElseThrow(() -> members.wrong("proof", "a tlog-proof")));
  }

  /// Verifies it by the two keys a place is set up with.
  ///
  /// @param judge the key that must have signed; a judge enrolled later is not known offline
  public Verification verify(LedgerVerifier ledger, VerifyingKey judge) {
    Optional<Checkpoint> checkpoint = proof.verify(entry, ledger);
    if (checkpoint.isEmpty()) {
      return new Verification.Refused(
          "an entry of the ledger " + ledger.origin(), "a proof that does not lead to it");
    }
    LedgerEntry logged;
    Envelope signed;
    Statement statement;
    try {
      logged = LedgerEntry.parse(entry);
      signed = Envelope.parse(envelope);
      statement = Statement.parse(signed.payload());
    } catch (EvidenceFault e) {
      return new Verification.Refused("a logged statement", e.getMessage());
    }
    if (!Digest.of(Bytes.concat(salt, envelope)).equals(logged.sealed().commitment())) {
      return new Verification.Refused("the envelope the entry commits to", "another");
    }
    if (!signed.payloadType().equals(Envelope.IN_TOTO) || !judge.verify(signed).both()) {
      return new Verification.Refused(
          "a statement with both signatures of the judge " + judge.id(), "another");
    }
    return new Verification.Logged(
        proof.index(), logged.time(), Digest.of(envelope), statement, checkpoint.get());
  }
}
