package dev.bulwark.evidence;

import java.time.Instant;

/// What the verifier says about one envelope.
public sealed interface Verification {

  /// Its place in the ledger.
  long index();

  /// Its signatures hold and its signer was known: evidence of assurance A1 to A4.
  record Proven(Evidence evidence) implements Verification {
    @Override
    public long index() {
      return evidence.index();
    }
  }

  /// A statement that can be read and carries nothing: evidence of assurance A0.
  ///
  /// @param detail expected and found
  record Unproven(Evidence evidence, Reason reason, String detail) implements Verification {
    @Override
    public long index() {
      return evidence.index();
    }
  }

  /// No statement at all.
  ///
  /// @param detail expected and found, with the place
  record Unreadable(long index, Instant received, Reason reason, String detail)
      implements Verification {}

  /// Why something does not count.
  enum Reason {
    /// Not an envelope.
    ENVELOPE,
    /// An envelope of another payload type than in-toto's.
    PAYLOAD_TYPE,
    /// Not an in-toto Statement v1.
    STATEMENT,
    /// Signed by a key nobody enrolled by then.
    UNKNOWN_SIGNER,
    /// Signed by a key revoked before it was received.
    REVOKED_SIGNER,
    /// The key is known, and one of its two signatures or both do not hold.
    SIGNATURE,
    /// Speaks of a moment after its receipt.
    FUTURE_DATED,
    /// Something only another kind of signer can say.
    NOT_THEIRS,
    /// Not confirmed by one of the signer's passkeys, or not over what it says.
    PASSKEY
  }
}
