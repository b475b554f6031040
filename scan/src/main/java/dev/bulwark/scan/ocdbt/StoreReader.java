package dev.bulwark.scan.ocdbt;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.weights.Siblings;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// Reads OCDBT stores: a manifest, and the nodes in the files beside it. Values are not looked at:
/// they are chunks of arrays, which no loader runs.
public final class StoreReader implements FormatReader<StoreView> {
  private final Siblings beside;

  /// A reader of what lies beside the file that is examined.
  public StoreReader() {
    this(location -> Siblings.BESIDE.isBound() ? Siblings.BESIDE.get().open(location) : none());
  }

  StoreReader(Siblings beside) {
    this.beside = beside;
  }

  private static Optional<MemorySegment> none() {
    return Optional.empty();
  }

  @Override
  public String format() {
    return "ocdbt";
  }

  @Override
  public Reading<StoreView> read(Source source, Budget budget) {
    if (!source.startsWith((byte) 0x0c, (byte) 0xdb, (byte) 0x3a, (byte) 0x2a)) {
      return new Reading.NotMine<>();
    }
    boolean onDisk = source.place().path().size() == 1;
    StoreWalk walk = new StoreWalk(source, onDisk ? beside : _ -> none(), budget);
    try {
      budget.entry();
      walk.all();
      return new Reading.View<>(walk.view(), List.of());
    } catch (BrokenStore e) {
      return new Reading.Malformed<>(Optional.of(walk.view()), List.of(), 0, e.problem());
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.of(walk.view()), List.of(), e.reason(), e.problem());
    }
  }
}
