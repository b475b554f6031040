package dev.bulwark.server.project;

import dev.bulwark.project.workspace.Home;
import java.nio.file.Path;

/// Where the systems' evidence lies: in each one's folder, or where several servers share it.
public interface Shelves {
  /// One server, everything in the system's folder.
  Shelves IN_FOLDERS =
      new Shelves() {
        @Override
        public Home of(String system, Path folder) {
          return Home.of(folder);
        }

        @Override
        public Turn turn(String system) {
          return new Turn() {
            @Override
            public void clear(Runnable files) {
              files.run();
            }

            @Override
            public void close() {
              // One process, one lock.
            }
          };
        }
      };

  Home of(String system, Path folder);

  /// One server at a time takes a system in.
  Turn turn(String system);

  /// Until it is closed.
  interface Turn extends AutoCloseable {
    /// Makes room for a system that nobody lists: forgets what a taking-in that was cut off left.
    /// Does nothing when the turn is somebody else's by now, or the system is listed.
    ///
    /// @param files clears the system's folder, while nobody can take over
    /// @throws dev.bulwark.kernel.fault.Fault when it does nothing
    void clear(Runnable files);

    @Override
    void close();
  }
}
