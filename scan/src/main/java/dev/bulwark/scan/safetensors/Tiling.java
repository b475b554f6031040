package dev.bulwark.scan.safetensors;

import dev.bulwark.scan.safetensors.SafetensorsView.Kind;
import dev.bulwark.scan.safetensors.SafetensorsView.Tensor;
import java.util.Comparator;
import java.util.List;

/// Lays the tensors side by side: sorted by where they begin they must fill the data exactly.
final class Tiling {
  private final List<Tensor> tensors;
  private final long dataAt;
  private final long dataSize;
  private final Violations violations;

  Tiling(List<Tensor> tensors, long dataAt, long dataSize, Violations violations) {
    this.tensors = tensors;
    this.dataAt = dataAt;
    this.dataSize = dataSize;
    this.violations = violations;
  }

  /// @return how many bytes of data no tensor covers
  long check() {
    long reached = 0;
    long holes = 0;
    for (Tensor tensor : sorted()) {
      String name = Violations.quoted(tensor.name());
      if (tensor.end() < tensor.begin()) {
        add(Kind.LAYOUT, tensor.begin(), name + " ends before it begins");
      } else if (tensor.begin() < reached) {
        add(Kind.LAYOUT, tensor.begin(), name + " overlaps the tensor before it");
      } else if (tensor.begin() > reached) {
        holes += Math.min(tensor.begin(), dataSize) - Math.min(reached, dataSize);
        add(
            Kind.LAYOUT,
            reached,
            "%d bytes before %s belong to no tensor".formatted(tensor.begin() - reached, name));
      }
      reached = Math.max(reached, tensor.end());
    }
    return holes + remainder(reached);
  }

  private List<Tensor> sorted() {
    return tensors.stream()
        .sorted(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end))
        .toList();
  }

  private long remainder(long reached) {
    if (reached > dataSize) {
      add(
          Kind.LENGTH,
          dataSize,
          "the tensors need %d bytes of data, the file has %d".formatted(reached, dataSize));
    } else if (reached < dataSize) {
      add(
          Kind.LENGTH,
          reached,
          "%d bytes after the last tensor belong to nothing".formatted(dataSize - reached));
    }
    return Math.max(0, dataSize - reached);
  }

  private void add(Kind kind, long dataOffset, String what) {
    violations.add(kind, dataAt + Math.min(dataOffset, dataSize), what);
  }
}
