package dev.bulwark.govern.manifest;

import dev.bulwark.kernel.check.Subject;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;

/// The port to the files beside a manifest: one listing, made once, and their digests on demand.
/// Paths are relative to the project and use `/`. A listing that is not whole says so in its gaps.
public interface ProjectFiles {

  /// Every regular file that was seen.
  NavigableMap<String, Seen> files();

  /// What was met and could not be looked at.
  List<Gap> gaps();

  /// Folders that are left alone: version control, Bulwark's own, installed packages.
  List<String> ignored();

  /// Reads files whole and names their bytes. Answers for every path asked for.
  Map<String, Content> read(NavigableSet<String> paths);

  /// @param size in bytes
  /// @param format the model format its first bytes show, when they show one
  record Seen(long size, Optional<ModelFormat> format) {}

  sealed interface Content {
    record Named(Subject subject) implements Content {}

    /// @param why what stood in the way, in words for people
    record Unreadable(String why) implements Content {}
  }

  /// @param path where; empty when the listing as a whole was cut short
  record Gap(String path, Kind kind, String why) {
    public enum Kind {
      /// A link whose target lies outside the project.
      LEAVES_PROJECT,
      /// A link that leads back to itself, or to nothing.
      BROKEN_LINK,
      /// A folder or file that this user may not read.
      UNREADABLE,
      /// A device, a pipe or a socket.
      NO_FILE,
      /// A name that is not text.
      BAD_NAME,
      /// A bound was hit; what lies behind it is unknown.
      OVER_LIMIT
    }
  }
}
