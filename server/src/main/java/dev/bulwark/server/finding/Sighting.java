package dev.bulwark.server.finding;

import java.time.Instant;

/// One check that looked where something was once found.
///
/// @param entry of the evidence in the ledger, -1 when the check left no result of that suite
/// @param there whether it was there
public record Sighting(Instant at, long entry, boolean there) {}
