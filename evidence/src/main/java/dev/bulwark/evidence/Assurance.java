package dev.bulwark.evidence;

/// How much a piece of evidence can carry. The order is the meaning: a control asks for a least
/// assurance.
public enum Assurance {
  /// Unsigned, or signed by a key nobody enrolled: kept, satisfies nothing.
  A0,
  /// A person's signature over the digest of what was read.
  A1,
  /// A report another tool made, imported under the signature of whoever imported it.
  A2,
  /// Computed and signed by an enrolled collector, bound to the bytes' digest.
  A3,
  /// Computed here, from the stored bytes; anyone can repeat it offline.
  A4;

  public boolean atLeast(Assurance least) {
    return compareTo(least) >= 0;
  }
}
