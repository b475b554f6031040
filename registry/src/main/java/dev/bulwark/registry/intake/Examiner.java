package dev.bulwark.registry.intake;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.registry.state.Version;
import java.nio.channels.WritableByteChannel;
import java.util.List;

/// Runs every check over a version's bytes as they lie in the store.
///
/// A port: who examines belongs to the producers, which the registry does not know.
@FunctionalInterface
public interface Examiner {

  /// @return at least one run for every file, about its digest
  List<CheckRun> examine(Version version, Stored stored);

  /// The stored bytes of one version.
  @FunctionalInterface
  interface Stored {

    /// Copies a file out, verified to its end when it returns.
    ///
    /// @param name one of the version's content
    void copy(String name, WritableByteChannel to);
  }
}
