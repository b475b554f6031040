package dev.bulwark.scan.gguf;

import dev.bulwark.kernel.check.Place;
import java.util.List;

/// The header of a GGUF file, and where it breaks the format's rules.
///
/// @param place the file
/// @param version 1 to 3; 0 for the files before GGUF
/// @param keys how many keys it has
/// @param tensors how many tensors it describes
/// @param violations in the order they were met; at most {@link #MAX_OF_A_KIND} of each kind
/// @param unexplained bytes that belong to nothing
public record GgufView(
    Place place,
    int version,
    long keys,
    long tensors,
    List<Violation> violations,
    long unexplained) {
  public static final int MAX_OF_A_KIND = 20;

  public GgufView {
    violations = List.copyOf(violations);
  }

  /// @param offset in the file
  public record Violation(Kind kind, long offset, String what) {}

  public enum Kind {
    /// A key or the name of a tensor stands twice.
    DUPLICATE,
    /// Type, dimensions and place of a tensor do not fit together.
    TENSOR,
    /// Tensors overlap, or there is something between them.
    LAYOUT,
    /// The data goes on after the last tensor, or stops before it.
    LENGTH,
    /// A key or value the reference reader refuses.
    VALUE,
    /// The model is in several files, of which this is one.
    SPLIT
  }
}
