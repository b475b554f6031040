package dev.bulwark.registry.release;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.Version;
import java.util.Optional;

/// Where data keys are sealed to environments.
public interface Grants {

  /// Seals the version's data key to the environment, for one generation of it. Durable when it
  /// returns; until a deployment names it, it is nothing.
  ///
  /// @return the digest of the sealed key
  Digest issue(Environment environment, long generation, Version version);

  /// Reads every stored byte of the version and compares it with what was pushed.
  ///
  /// @return empty when all of it is there as it was, otherwise what is wrong
  Optional<String> inspect(Version version);
}
