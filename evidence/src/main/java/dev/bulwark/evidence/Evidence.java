package dev.bulwark.evidence;

import dev.bulwark.kernel.bytes.Digest;
import java.time.Instant;

/// A statement the verifier vouches for: its envelope's signatures hold, it is in the ledger, and
/// its signer is known for that moment.
///
/// Guarantees: nobody but the verifier makes one (law 3, held by a test). {@link #received} is the
/// ledger's time, not the signer's claim. Evidence of assurance A0 exists, so that it can be shown;
/// it satisfies nothing.
public final class Evidence {
  private final long index;
  private final Instant received;
  private final Digest envelope;
  private final Statement statement;
  private final Signer signer;
  private final Assurance assurance;

  Evidence(
      long index,
      Instant received,
      Digest envelope,
      Statement statement,
      Signer signer,
      Assurance assurance) {
    this.index = index;
    this.received = received;
    this.envelope = envelope;
    this.statement = statement;
    this.signer = signer;
    this.assurance = assurance;
  }

  /// Its place in the ledger, from 0.
  public long index() {
    return index;
  }

  /// When the ledger took it in.
  public Instant received() {
    return received;
  }

  /// The digest of the envelope's bytes.
  public Digest envelope() {
    return envelope;
  }

  public Statement statement() {
    return statement;
  }

  public Signer signer() {
    return signer;
  }

  public Assurance assurance() {
    return assurance;
  }

  @Override
  public String toString() {
    return "Evidence[#" + index + " " + statement.predicateType() + " " + assurance + "]";
  }
}
