package dev.bulwark.registry.seal;

import java.util.List;

/// What a scrub found.
///
/// @param objects how many objects were read: files, packing lists and wrapped keys
/// @param bytes of the files among them
/// @param flaws in the order they were found
public record ScrubReport(long objects, long bytes, List<Flaw> flaws) {

  /// One thing that is not what was sealed.
  ///
  /// @param name of the object in the store
  /// @param kind what is wrong
  /// @param isRepaired whether the replica's copy took its place and was verified there
  public record Flaw(String name, Kind kind, boolean isRepaired) {}

  /// What is wrong with an object.
  public enum Kind {
    MISSING,
    /// Other bytes than were sealed, or a medium that does not give them.
    DAMAGED,
    /// Wrapped by a key that was not given.
    OTHER_KEY
  }

  public ScrubReport {
    flaws = List.copyOf(flaws);
  }

  /// Whether everything is now as it was sealed.
  public boolean isWhole() {
    return flaws.stream().allMatch(Flaw::isRepaired);
  }
}
