/// Keys: who can sign, and where the secret half lies.
///
/// A {@link dev.bulwark.evidence.keys.SigningKey} is two key pairs, Ed25519 (RFC 8032) and
/// ML-DSA-65 (FIPS 204), that always sign together. {@link dev.bulwark.evidence.keys.VerifyingKey}
/// is their public half, named by the digest of its bytes. Both signatures must hold before
/// anything counts: evidence is kept for ten years and more, and must stand when either algorithm
/// has fallen. Whoever has only an old verifier checks the Ed25519 signature alone.
///
/// ML-DSA-65 and not 44: evidence outlives the keys of the ledger's checkpoints, which are renewed
/// with every append; 65 is category 3 where 44 is category 2, and its larger signature (3,309
/// bytes against 2,420) lies beside the log, where nobody counts bytes. Both are the JDK's own.
///
/// {@link dev.bulwark.evidence.keys.SecretFile} is the file format for anything secret.
@NullMarked
package dev.bulwark.evidence.keys;

import org.jspecify.annotations.NullMarked;
