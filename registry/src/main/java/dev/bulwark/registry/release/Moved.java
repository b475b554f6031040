package dev.bulwark.registry.release;

import dev.bulwark.control.gate.Decision;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.state.Deployment;
import java.util.Optional;

/// What came of asking for an environment to be moved.
public sealed interface Moved {

  /// It runs something else now.
  ///
  /// @param decision what allowed it; none for a suspension
  record Done(Deployment deployment, Optional<Decision.Allow> decision) implements Moved {}

  /// It runs what it ran; the refusal is on record.
  ///
  /// @param decision the gate's, when it was the gate
  record Refused(RegistryEvent.Refused refusal, Optional<Decision> decision) implements Moved {}
}
