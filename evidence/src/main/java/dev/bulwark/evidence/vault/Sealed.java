package dev.bulwark.evidence.vault;

import dev.bulwark.kernel.bytes.Digest;

/// Where a sealed envelope lies, and what holds it to its bytes. Safe to show: salted, and digests
/// of ciphertext.
///
/// @param commitment SHA-256(salt ‖ envelope)
/// @param pack the digest of the pack it lies in
/// @param part its number in the pack, from 0
public record Sealed(Digest commitment, Digest pack, int part) {}
