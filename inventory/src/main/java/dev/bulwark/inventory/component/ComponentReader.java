package dev.bulwark.inventory.component;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import java.util.Optional;

/// Reads one kind of lock file or manifest: one class, one test, one line in {@link
/// BuiltinReaders}. Reads by the file's grammar and never runs what it describes; does not throw on
/// any input except what {@link Budget} throws.
public interface ComponentReader {

  /// Whether a file of this name is of this kind.
  ///
  /// @param path relative, with `/`
  boolean claims(String path);

  /// @param others files beside this one that it may name, such as `-r base.txt`
  ComponentReading read(Place place, Bytes bytes, Others others, Budget budget);

  /// Other files of the same folder tree, by path from its root; empty when there is none, it is a
  /// link or lies outside.
  @FunctionalInterface
  interface Others {
    Others NONE = _ -> Optional.empty();

    Optional<Bytes> find(String path);
  }
}
