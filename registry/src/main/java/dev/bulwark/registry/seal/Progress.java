package dev.bulwark.registry.seal;

/// Hears how far a long work on a store has come.
@FunctionalInterface
public interface Progress {
  Progress SILENT = (name, bytes) -> {};

  /// @param name of the object that is done
  /// @param bytes that were read for it
  void done(String name, long bytes);
}
