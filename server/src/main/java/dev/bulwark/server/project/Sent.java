package dev.bulwark.server.project;

import java.io.IOException;
import java.nio.file.Path;

/// A zip that somebody sent and that lies here already.
@FunctionalInterface
public interface Sent {
  /// Moves it.
  ///
  /// @param file in the spool, not there yet
  void to(Path file) throws IOException;
}
