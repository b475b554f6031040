/// Decides: from a {@link dev.bulwark.control.policy.Policy} and verified evidence to the status of
/// every control, and from there to a gate's {@link dev.bulwark.control.gate.Decision}.
///
/// Everything here is a pure function: no clock, no file, no network. The same policy text, the
/// same ledger prefix and the same `asOf` give the same bytes again (law 2). Whatever is missing,
/// undecided, old or unknown closes; only proof opens (law 1).
///
/// ```
/// Policy policy = Policy.builtin();
/// Assessment assessment = Assessment.of(policy, ledgerPrefix, asOf);
/// switch (Gate.decide(GateName.RELEASE, assessment)) {
///   case Decision.Allow allow -> …
///   case Decision.Deny deny -> deny.actions() …
///   case Decision.Hold hold -> hold.approvals() …
/// }
/// ```
@NullMarked
package dev.bulwark.control;

import org.jspecify.annotations.NullMarked;
