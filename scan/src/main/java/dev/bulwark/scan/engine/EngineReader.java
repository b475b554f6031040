package dev.bulwark.scan.engine;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.engine.EngineView.Engine;
import java.util.List;
import java.util.Optional;

/// Knows compiled engines by their first bytes, and reads nothing else of them.
///
/// Such a file has not passed because it is known: its one rule always finds something.
public final class EngineReader implements FormatReader<EngineView> {
  @Override
  public String format() {
    return "engine";
  }

  @Override
  public Reading<EngineView> read(Source source, Budget budget) {
    Optional<Engine> engine = engine(source);
    if (engine.isEmpty()) {
      return new Reading.NotMine<>();
    }
    try {
      budget.entry();
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
    return new Reading.View<>(
        new EngineView(source.place(), engine.get(), source.size()), List.of());
  }

  private static Optional<Engine> engine(Source source) {
    if (source.size() < 24) {
      return Optional.empty();
    }
    if (source.startsWith((byte) 'f', (byte) 't', (byte) 'r', (byte) 't')
        || source.startsWith((byte) 'p', (byte) 't', (byte) 'r', (byte) 't')) {
      return Optional.of(Engine.TENSORRT);
    }
    if (source.startsWith(
        (byte) 'R', (byte) 'K', (byte) 'N', (byte) 'N', (byte) 0, (byte) 0, (byte) 0, (byte) 0)) {
      return Optional.of(Engine.RKNN);
    }
    return source.startsWith(
            (byte) 'B', (byte) 0, (byte) 'C', (byte) 0, (byte) 'N', (byte) 0, (byte) 0, (byte) 0)
        ? Optional.of(Engine.CNTK)
        : Optional.empty();
  }
}
