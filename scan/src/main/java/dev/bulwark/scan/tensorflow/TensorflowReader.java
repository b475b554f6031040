package dev.bulwark.scan.tensorflow;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.protobuf.BrokenWire;
import java.util.List;
import java.util.Optional;

/// Reads SavedModels, exported and frozen graphs, fingerprints and Keras metadata.
public final class TensorflowReader implements FormatReader<TensorflowView> {
  @Override
  public String format() {
    return "tensorflow";
  }

  @Override
  public Reading<TensorflowView> read(Source source, Budget budget) {
    Optional<TensorflowView.Kind> kind;
    try {
      kind = Likeness.of(source, budget);
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
    return kind.isEmpty()
        ? new Reading.NotMine<>()
        : parse(new TensorflowParse(source, kind.get(), budget), budget);
  }

  private static Reading<TensorflowView> parse(TensorflowParse parse, Budget budget) {
    try {
      budget.entry();
      parse.file();
      return new Reading.View<>(parse.view(), List.of());
    } catch (BrokenWire e) {
      return new Reading.Malformed<>(Optional.of(parse.view()), List.of(), e.offset(), e.problem());
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.of(parse.view()), List.of(), e.reason(), e.problem());
    }
  }
}
