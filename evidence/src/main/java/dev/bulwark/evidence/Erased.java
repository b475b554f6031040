package dev.bulwark.evidence;

import java.time.Instant;

/// Evidence that was erased: that it was there, and what it was about. It satisfies nothing; that
/// it is gone may be why something is not satisfied.
///
/// @param received when the ledger had taken it in
/// @param what what the erasure says it was
/// @param by the ledger index of the erasure
/// @param erasedAt when the ledger took in the erasure
public record Erased(Instant received, Erasure.Entry what, long by, Instant erasedAt) {}
