package dev.bulwark.scan.weights;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// Opens files that lie in the folder of the one that is examined, or below it.
public interface Siblings {
  /// What lies beside the file that is examined.
  ScopedValue<Siblings> BESIDE = ScopedValue.newInstance();

  /// The bytes of a file; the same as long as the examination lasts.
  ///
  /// @param location its path from the folder, with `/`
  /// @return empty when it cannot be read, or leads out of the folder
  Optional<MemorySegment> open(String location);
}
