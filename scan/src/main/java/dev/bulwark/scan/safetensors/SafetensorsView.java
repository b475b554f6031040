package dev.bulwark.scan.safetensors;

import dev.bulwark.kernel.check.Place;
import java.util.List;

/// The header of a safetensors file, and where it breaks the format's rules.
///
/// @param place the file
/// @param headerSize bytes of JSON, after the eight bytes that say so
/// @param tensors in the header's order
/// @param violations in the order they were met; at most {@link #MAX_VIOLATIONS} are kept
/// @param bytes the file's size
/// @param unexplained bytes of data that no tensor covers
public record SafetensorsView(
    Place place,
    long headerSize,
    List<Tensor> tensors,
    List<Violation> violations,
    long bytes,
    long unexplained) {
  public static final int MAX_VIOLATIONS = 100;

  public SafetensorsView {
    tensors = List.copyOf(tensors);
    violations = List.copyOf(violations);
  }

  /// @param begin offset of its first byte, from the end of the header
  /// @param end offset after its last byte
  public record Tensor(String name, String dtype, List<Long> shape, long begin, long end) {
    public Tensor {
      shape = List.copyOf(shape);
    }
  }

  /// @param offset in the file
  public record Violation(Kind kind, long offset, String what) {}

  public enum Kind {
    /// A key stands twice in one object.
    DUPLICATE,
    /// Element type, shape and byte range of a tensor do not fit together.
    TENSOR,
    /// Tensors overlap, or leave bytes between them.
    LAYOUT,
    /// The data goes on after the last tensor, or stops before it.
    LENGTH,
    /// Metadata that is not text, or a member the format does not have.
    METADATA
  }
}
