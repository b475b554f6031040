package dev.bulwark.scan.gguf;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.gguf.GgufView.Kind;
import java.util.Comparator;
import java.util.List;

/// Lays the tensors side by side behind the header: between them may be zeros up to the next
/// aligned place, and nothing else.
final class Layout {
  private final Source source;
  private final long headerEnd;
  private final long alignment;
  private final Budget budget;
  private final GgufParse found;

  Layout(Source source, long headerEnd, long alignment, Budget budget, GgufParse found) {
    this.source = source;
    this.headerEnd = headerEnd;
    this.alignment = alignment;
    this.budget = budget;
    this.found = found;
  }

  /// @param at of its description in the header
  /// @param offset of its first byte, from where the data begins
  /// @param size in bytes
  record Tensor(String name, long at, long offset, long size) {}

  /// @return how many bytes belong to nothing
  long check(List<Tensor> tensors) {
    long data = padded(headerEnd);
    long reached = headerEnd;
    long unexplained = 0;
    List<Tensor> sorted =
        tensors.stream().sorted(Comparator.comparingLong(Tensor::offset)).toList();
    for (Tensor tensor : sorted) {
      budget.tick();
      if (tensor.offset() < 0
          || tensor.offset() > source.size()
          || tensor.offset() % alignment != 0) {
        found.add(
            Kind.TENSOR,
            tensor.at(),
            "%s begins at %s, which is outside of the file or not aligned"
                .formatted(
                    GgufParse.quoted(tensor.name()), Long.toUnsignedString(tensor.offset())));
        continue;
      }
      long begin = data + tensor.offset();
      if (begin < reached) {
        found.add(
            Kind.LAYOUT, begin, GgufParse.quoted(tensor.name()) + " overlaps the tensor before it");
      } else {
        unexplained += gap(reached, Math.min(begin, source.size()));
      }
      if (tensor.size() > source.size() - begin) {
        found.add(
            Kind.LENGTH,
            source.size(),
            "%s needs %d bytes, the file has %d for it"
                .formatted(
                    GgufParse.quoted(tensor.name()),
                    tensor.size(),
                    Math.max(0, source.size() - begin)));
        reached = source.size();
      } else {
        reached = Math.max(reached, begin + tensor.size());
      }
    }
    return unexplained + rest(reached);
  }

  private long padded(long at) {
    return (at + alignment - 1) / alignment * alignment;
  }

  private long gap(long from, long to) {
    if (to > padded(from)) {
      found.add(Kind.LAYOUT, from, "%d bytes here belong to no tensor".formatted(to - from));
      return to - from;
    }
    return padding(from, to);
  }

  private long rest(long reached) {
    long end = source.size();
    if (end > padded(reached)) {
      found.add(
          Kind.LENGTH,
          reached,
          "%d bytes after the last tensor belong to nothing".formatted(end - reached));
      return end - reached;
    }
    return padding(reached, end);
  }

  /// Padding may be as long as the header's alignment says, up to 2 GiB, so it is paid for.
  private long padding(long from, long to) {
    budget.bytes(Math.max(0, to - from));
    for (long at = from; at < to; at++) {
      budget.tick();
      if (source.at(at) != 0) {
        found.add(Kind.LAYOUT, at, "the padding is not zero");
        return to - from;
      }
    }
    return 0;
  }
}
