/// The ledger: a transparency log that only grows (law 7), kept as plain files that anybody can
/// mirror and re-check offline.
///
/// A Merkle tree as RFC 6962 §2.1 hashes it (leaf `0x00`, node `0x01`), stored in the layout of
/// C2SP tlog-tiles: `checkpoint`, `tile/<L>/<N>[.p/<W>]` with 256 hashes to a full tile, and
/// `tile/entries/<N>[.p/<W>]` with every entry behind its length as a big-endian uint16. A {@link
/// dev.bulwark.evidence.tlog.Checkpoint} is the signed head of the tree (C2SP tlog-checkpoint in a
/// signed-note), with one Ed25519 and one ML-DSA-44 line.
///
/// ```
/// try (Ledger ledger = Ledger.open(tiles, cells, keys, "example.com/ledger")) {
///   long index = ledger.append(entry);                    // durable and published, or a fault
///   InclusionProof proof = ledger.proveInclusion(index);
///   proof.proves(entry, ledger.checkpoint().head());      // true
/// }
/// switch (LedgerAudit.audit(tiles, note, keys.verifier(origin))) {   // later, offline
///   case LedgerAudit.Sound(Checkpoint checkpoint) -> …
///   case LedgerAudit.Wrong(String what, String where, String expected, String found) -> …
/// }
/// ```
///
/// Who owns the storage can lose it, roll it back or rewrite it; they cannot do so unseen by
/// somebody who remembers a checkpoint. See {@link dev.bulwark.evidence.tlog.TileStore} for what
/// the storage is trusted with.
@NullMarked
package dev.bulwark.evidence.tlog;

import org.jspecify.annotations.NullMarked;
