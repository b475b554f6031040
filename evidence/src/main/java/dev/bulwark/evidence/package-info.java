/// Proof: statements signed by somebody, kept in a ledger that only grows, verified before anyone
/// may decide on them.
///
/// The waist of the hourglass. A producer hands in a {@link dev.bulwark.evidence.Statement}; a
/// decider gets {@link dev.bulwark.evidence.Evidence}, which only the verifier can make (law 3).
@NullMarked
package dev.bulwark.evidence;

import org.jspecify.annotations.NullMarked;
