package dev.bulwark.evidence;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.evidence.tlog.TiledTree;
import dev.bulwark.evidence.vault.Opened;
import dev.bulwark.evidence.vault.Sealed;
import dev.bulwark.evidence.vault.Vault;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.store.CasStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reads a ledger's evidence, verified, without the right to write: many readers may follow one
/// writer.
///
/// Guarantees: complete or not at all. Every entry is there as it was logged, or was erased on
/// record; one that is missing or changed is a fault, because a decision over what is left could be
/// a pass that the missing one forbids. Signatures verified before are remembered under the vault
/// key ({@link SignatureMemory}); {@link EvidenceAudit} verifies all of them.
public final class EvidenceReader {
  private final Vault vault;
  private final CasStore cells;
  private final VerifyingKey root;

  /// @param cells its cell `verified` remembers signatures; other names are left alone
  /// @param root the judge's key the ledger began with
  public EvidenceReader(Vault vault, CasStore cells, VerifyingKey root) {
    this.vault = vault;
    this.cells = cells;
    this.root = root;
  }

  /// What a ledger holds.
  ///
  /// @param evidence in the order of the ledger, A0 included
  /// @param erased what was there and is not, in the order of the ledger
  /// @param roster with all that is known
  /// @param newest the time of the last entry; {@link Instant#MIN} when there is none
  public record Contents(
      List<Evidence> evidence, List<Erased> erased, Roster roster, Instant newest) {
    public Contents {
      evidence = List.copyOf(evidence);
      erased = List.copyOf(erased);
    }
  }

  /// The signed envelope of one piece of evidence, whose digest it has; empty when it was erased,
  /// or what lies there is another.
  public Optional<Bytes> envelope(TiledTree tree, Evidence evidence) {
    Sealed sealed = LedgerEntry.parse(tree.entry(evidence.index())).sealed();
    return vault.reader().open(sealed) instanceof Opened.Whole(Bytes _, Bytes envelope)
            && Digest.of(envelope).equals(evidence.envelope())
        ? Optional.of(envelope)
        : Optional.empty();
  }

  /// @throws EvidenceFault `evidence-damaged`, `ledger-other-judge`, `vault-key-wrong`
  /// @throws dev.bulwark.evidence.tlog.LedgerFault `ledger-damaged`
  /// @throws dev.bulwark.kernel.store.StoreFault when a store cannot be read
  public Contents read(TiledTree tree) {
    List<Bytes> entries = entries(tree);
    return contents(walk(entries, memory(entries)));
  }

  static List<Bytes> entries(TiledTree tree) {
    return tree.entries(0, tree.head().size()).toList();
  }

  SignatureMemory memory(List<Bytes> entries) {
    return cells
        .find(SignatureMemory.CELL)
        .flatMap(cell -> SignatureMemory.parse(cell, entries, vault.key()))
        .orElseGet(SignatureMemory::none);
  }

  EvidenceWalk walk(List<Bytes> entries, SignatureMemory memory) {
    EvidenceWalk walk = EvidenceWalk.of(entries, vault, root, memory);
    walk.firstDamage()
        .ifPresent(
            wrong -> {
              throw damaged(wrong);
            });
    requireJudge(walk);
    return walk;
  }

  static Contents contents(EvidenceWalk walk) {
    return new Contents(
        walk.evidence(),
        walk.gone().stream().map(EvidenceWalk.Step.Gone::erased).toList(),
        walk.roster(),
        walk.newest());
  }

  private void requireJudge(EvidenceWalk walk) {
    Optional<EvidenceWalk.Step> first = walk.steps().stream().findFirst();
    if (first.isPresent() && !begins(first.get(), root)) {
      throw new EvidenceFault(
          EvidenceFault.OTHER_JUDGE,
          "expected the ledger to begin with the judge's key %s, found another beginning; give the judge's key this ledger was begun with"
              .formatted(root.id()));
    }
  }

  /// Whether a ledger's first entry enrols the judge, signed by that very key.
  static boolean begins(EvidenceWalk.Step first, VerifyingKey root) {
    return first
            instanceof EvidenceWalk.Step.Read(LedgerEntry _, Verification.Proven(Evidence evidence))
        && evidence.signer().equals(new Signer.Judge(root.id()))
        && evidence.statement().predicateType().equals(PredicateType.KEY)
        && evidence.statement().isAbout(root.digest());
  }

  private static EvidenceFault damaged(EvidenceWalk.Wrong wrong) {
    return new EvidenceFault(
        EvidenceFault.EVIDENCE_DAMAGED,
        "%s: at %s expected %s, found %s; run an audit, keep the files as they are, and restore them from a copy"
            .formatted(wrong.what(), wrong.where(), wrong.expected(), wrong.found()));
  }
}
