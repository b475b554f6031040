package dev.bulwark.server.hook;

import dev.bulwark.kernel.bytes.Digest;
import java.time.Instant;

/// Something that happened to a system, by the entry of its ledger that says so.
///
/// @param digest of the entry's envelope
/// @param at when the entry was received
record Happening(HookKind kind, long index, Digest digest, Instant at) {}
