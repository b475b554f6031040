/// What is asked for: the control catalogue and its profiles, read strictly from two YAML texts.
///
/// A {@link dev.bulwark.control.policy.Policy} keeps the exact texts it was parsed from, so that
/// they can be written into the ledger and any past date can be recomputed with the policy of that
/// date.
@NullMarked
package dev.bulwark.control.policy;

import org.jspecify.annotations.NullMarked;
