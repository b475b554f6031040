package dev.bulwark.inventory;

import dev.bulwark.inventory.component.ComponentReading;
import dev.bulwark.kernel.bytes.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Where lock files and manifests are read from: a folder, or what lies sealed in a store. Reads
/// are asked for one after another, and may be answered from elsewhere each time.
public interface LockFiles {
  /// The longest content that is read, in bytes.
  int LARGEST = 64 << 20;

  /// What there is to read.
  ///
  /// @param names relative, with `/`; files only
  /// @param problems what is claimed and cannot be read, or could not be listed
  record Listing(List<String> names, List<ComponentReading.Problem> problems) {
    public Listing {
      names = List.copyOf(names);
      problems = List.copyOf(problems);
    }
  }

  /// @param claimed the names somebody will read; others need not be listed
  /// @throws InventoryFault when nothing can be listed at all
  Listing list(Predicate<String> claimed);

  /// The content of a listed file.
  ///
  /// @throws dev.bulwark.kernel.check.Budget.OverLimit when it is longer than {@link #LARGEST}
  Bytes content(String name) throws IOException;

  /// The content of a file another one includes, with its name in the form of the list; empty when
  /// there is none that may be read.
  ///
  /// @param path as it was written, relative to the root
  Optional<Included> included(String path) throws IOException;

  record Included(String name, Bytes content) {}
}
