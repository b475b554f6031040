package dev.bulwark.scan.executorch;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.graph.Oddity;
import java.util.List;

/// What an ExecuTorch program reaches for beside its own numbers.
///
/// @param operators each once, sorted, such as `aten::add.out`
/// @param delegates the backends that are handed compiled parts of the model, sorted
/// @param outside segments that are said to lie where the file has nothing
public record ExecutorchView(
    Place place, List<Named> operators, List<Named> delegates, List<Oddity> outside) {
  public ExecutorchView {
    operators = List.copyOf(operators);
    delegates = List.copyOf(delegates);
    outside = List.copyOf(outside);
  }

  /// A name, and where first.
  public record Named(String name, long offset) {}
}
