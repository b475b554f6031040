package dev.bulwark.registry.release;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.seal.EnvironmentPublicKey;
import java.util.Optional;

/// An environment somebody wants to have.
///
/// @param after the environment versions come by
public record EnvironmentWish(
    String name,
    GateName gate,
    Optional<String> after,
    EnvironmentPublicKey key,
    RegistryEvent.Separation separation) {

  RegistryEvent.EnvironmentAdded event(Reference request) {
    return new RegistryEvent.EnvironmentAdded(
        name, gate.word(), after.orElse(""), key.json(), separation, request);
  }
}
