/// Envelopes at rest: encrypted beside the log, each under its own key, so that erasure destroys a
/// key and the log stays verifiable (law 7).
///
/// One batch of envelopes makes one **pack** and one **key page**:
///
/// ```
/// blob  envelopes/<hex of the pack's digest>
///         u32 length ‖ AES-256-GCM(data key, nonce 0, aad = commitment; salt(32) ‖ envelope)      for every part
/// cell  keys/<hex of the pack's digest>
///         vault key id(8) ‖ nonce(12) ‖ AES-256-GCM(wrap key, aad = pack digest; data keys of 32 bytes, one for every part)
///         32 zeros stand for a key that was destroyed
/// ```
///
/// commitment = SHA-256(salt ‖ envelope): what the ledger holds. The salt is secret with the
/// envelope, so a guess at the content cannot be tested against the ledger. A data key encrypts one
/// message, so its nonce may be fixed.
///
/// Trust: neither store is trusted. Whoever owns them can lose envelopes, and nothing else: a
/// changed byte shows against the pack's digest, the tags and the commitment, and a destroyed key
/// without an erasure on record is damage. Whoever has the vault key too can read everything, and
/// still cannot make evidence.
@NullMarked
package dev.bulwark.evidence.vault;

import org.jspecify.annotations.NullMarked;
