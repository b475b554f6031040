package dev.bulwark.scan.graph;

import dev.bulwark.kernel.check.Severity;

/// Something a format's grammar allows and its schema does not foresee.
///
/// @param offset from the start of the source
/// @param severity {@link Severity#NOTE} when every reader agrees on what it means
/// @param what in the words of a finding, without a full stop
public record Oddity(long offset, Severity severity, String what) {}
