package dev.bulwark.govern.threat;

import dev.bulwark.kernel.system.AiSystem;

/// The same system, its elements listed backwards.
final class Reordered {
  private Reordered() {}

  static AiSystem of(AiSystem system) {
    return new AiSystem(
        system.id(),
        system.title(),
        system.purpose(),
        system.owners(),
        system.authors(),
        system.profile(),
        system.elements().reversed(),
        system.manifest());
  }
}
