package dev.bulwark.evidence.tlog;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.store.CasStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Remembers how far each ledger has come, and signs only what adds to that (C2SP tlog-witness). A
/// ledger that shows different people different histories cannot have both signed.
///
/// Guarantees: for one origin no two trees are signed of which one is not a prefix of the other, as
/// long as the store keeps what it was given; what is signed was stored before. Thread-safe, also
/// among processes on one store.
public final class Witness {
  private final CasStore seen;
  private final Map<String, LedgerVerifier> ledgers;
  private final Cosigner cosigner;

  /// @param seen one cell for each ledger: the note signed last
  /// @param ledgers whose checkpoints are looked at, each under another origin
  public Witness(CasStore seen, List<LedgerVerifier> ledgers, Cosigner cosigner) {
    this.seen = seen;
    this.ledgers =
        ledgers.stream().collect(Collectors.toMap(LedgerVerifier::origin, Function.identity()));
    this.cosigner = cosigner;
  }

  /// What became of a request; each is one HTTP status of tlog-witness.
  public sealed interface Answer {
    /// @param lines by this witness
    record Cosigned(Bytes lines) implements Answer {}

    record Malformed(String expected) implements Answer {}

    record UnknownLedger() implements Answer {}

    record NotSigned() implements Answer {}

    /// @param size signed last; begin the proof there
    record OtherSize(long size) implements Answer {}

    /// It does not add to what was signed before: the ledger was rewritten, or the proof is wrong.
    record Inconsistent() implements Answer {}
  }

  /// @param body untrusted
  public Answer add(Bytes body, Instant now) {
    Optional<WitnessRequest> request = WitnessRequest.parse(body);
    Optional<TreeHead> claimed =
        request.flatMap(it -> SignedNote.parse(it.note())).flatMap(it -> TreeHead.parse(it.text()));
    if (request.isEmpty() || claimed.isEmpty()) {
      return new Answer.Malformed("an old size, a proof, an empty line and a checkpoint");
    }
    LedgerVerifier verifier = ledgers.get(claimed.get().origin());
    if (verifier == null) {
      return new Answer.UnknownLedger();
    }
    return switch (Checkpoint.verify(request.get().note(), verifier)) {
      case Checkpoint.Verification.Refused _ -> new Answer.NotSigned();
      case Checkpoint.Verification.Verified(Checkpoint checkpoint) ->
          add(request.get(), checkpoint, verifier, now);
    };
  }

  private Answer add(
      WitnessRequest request, Checkpoint next, LedgerVerifier verifier, Instant now) {
    if (request.older() > next.size()) {
      return new Answer.Malformed("an old size of at most the checkpoint's");
    }
    String cell = cell(next.origin());
    Optional<Bytes> stored = seen.find(cell);
    TreeHead before = stored.map(note -> mine(note, verifier)).orElseGet(() -> empty(next));
    if (before.size() != request.older()) {
      return new Answer.OtherSize(before.size());
    }
    ConsistencyProof proof = new ConsistencyProof(request.older(), next.size(), request.path());
    if (before.size() == next.size() && !before.root().equals(next.head().root())) {
      return new Answer.OtherSize(before.size());
    }
    if (!proof.proves(before, next.head())) {
      return new Answer.Inconsistent();
    }
    if (!stored.equals(Optional.of(next.note())) && !seen.replace(cell, stored, next.note())) {
      // Somebody else came first: the old size is another one now.
      return new Answer.OtherSize(
          seen.find(cell).map(note -> mine(note, verifier).size()).orElse(0L));
    }
    return new Answer.Cosigned(cosigner.lines(next.head(), now));
  }

  private static TreeHead empty(Checkpoint next) {
    return new TreeHead(next.origin(), 0, Merkle.EMPTY);
  }

  /// What was stored was verified then; it is again, for whoever can write the store could let this
  /// witness forget.
  private static TreeHead mine(Bytes note, LedgerVerifier verifier) {
    return switch (Checkpoint.verify(note, verifier)) {
      case Checkpoint.Verification.Verified(Checkpoint checkpoint) -> checkpoint.head();
      case Checkpoint.Verification.Refused(String expected, String found) ->
          throw LedgerFault.damaged("what a witness remembers", "its store", expected, found);
    };
  }

  private static String cell(String origin) {
    return Digest.of(Bytes.utf8(origin)).value().hex();
  }
}
