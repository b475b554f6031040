package dev.bulwark.server.project;

import dev.bulwark.cli.workspace.Home;
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
        public void discard(String system) {
          // It went with the folder.
        }

        @Override
        public Turn turn(String system) {
          return () -> {};
        }
      };

  Home of(String system, Path folder);

  /// Forgets what a taking-in that was cut off left.
  void discard(String system);

  /// One server at a time takes a system in.
  Turn turn(String system);

  /// Until it is closed.
  interface Turn extends AutoCloseable {
    @Override
    void close();
  }
}
