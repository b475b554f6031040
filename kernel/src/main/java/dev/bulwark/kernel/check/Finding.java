package dev.bulwark.kernel.check;

/// One instance of a rule's bad case.
///
/// @param message what is there and what it would do, in one sentence; no secrets, no personal data
///   (law 12)
public record Finding(RuleId rule, Severity severity, Place place, String message) {}
