/// What a registry is at a moment: a pure function of the ledger up to then.
///
/// There is no table and no flag. {@link dev.bulwark.registry.state.RegistryState#at} walks the
/// evidence in the ledger's order; an event that breaks a rule changes nothing and is kept as
/// {@link dev.bulwark.registry.state.RegistryState.Discounted}, with the reason.
@NullMarked
package dev.bulwark.registry.state;

import org.jspecify.annotations.NullMarked;
