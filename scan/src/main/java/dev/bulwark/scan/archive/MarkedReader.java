package dev.bulwark.scan.archive;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.util.List;
import java.util.Optional;

/// Recognises files by their mark alone: archives that are not read, which stay undecided by name
/// instead of being called unknown, and native programs.
public final class MarkedReader implements FormatReader<MarkedReader.View> {

  /// @param what the file is
  public record View(Place place, Marked what) {}

  @Override
  public String format() {
    return "marked";
  }

  @Override
  public Reading<View> read(Source source, Budget budget) {
    Optional<Marked> marked = Marked.of(source);
    if (marked.isEmpty()) {
      return new Reading.NotMine<>();
    }
    View view = new View(source.place(), marked.get());
    try {
      budget.entry();
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.of(view), List.of(), e.reason(), e.problem());
    }
    return marked.get().runs()
        ? new Reading.View<>(view, List.of())
        : new Reading.OverLimit<>(
            Optional.of(view),
            List.of(),
            Outcome.Reason.UNSUPPORTED,
            "it is a %s, which is not read; unpack it and scan what is in it"
                .formatted(marked.get().what()));
  }
}
