package dev.bulwark.govern.threat;

/// What a control that is satisfied now is worth against a threat. A control that is not satisfied
/// now has none: stale, waived and not assessed are not satisfied.
public enum Credit {
  /// Satisfied on evidence that a machine computed: assurance A3 or A4.
  PROVEN,
  /// Satisfied on people's words or imported reports alone: assurance A1 or A2.
  ATTESTED
}
