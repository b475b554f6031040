package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import java.util.List;
import java.util.Optional;

/// Reads Python pickles of protocols 0 to 5 (`pickletools`, PEP 307, PEP 3154, PEP 574), one or
/// many in a file, PyTorch's legacy stream and joblib's arrays included.
///
/// Nothing is imported, built or called. A source that starts with a PROTO opcode claims the
/// format; without one it is a pickle when it is a whole program, or calls something before it
/// breaks. Memory is bounded; time is linear in the source.
public final class PickleReader implements FormatReader<PickleView> {
  /// 128 MiB of machine words.
  private static final long WORDS = 1L << 24;

  private final PicklePolicy policy;

  /// @param policy what each name may do, argument schemas included
  public PickleReader(PicklePolicy policy) {
    this.policy = policy;
  }

  @Override
  public String format() {
    return "pickle";
  }

  @Override
  public Reading<PickleView> read(Source source, Budget budget) {
    if (source.size() == 0) {
      return new Reading.NotMine<>();
    }
    try {
      budget.enter();
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
    try {
      return new Programs(source, policy, budget, WORDS).read();
    } finally {
      budget.leave();
    }
  }
}
