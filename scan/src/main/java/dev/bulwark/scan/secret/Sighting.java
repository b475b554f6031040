package dev.bulwark.scan.secret;

import dev.bulwark.kernel.check.Severity;

/// A secret that was seen. What it says is left where it is.
///
/// @param at where it starts
/// @param what it is, with its article
record Sighting(long at, String what, Severity severity) {}
