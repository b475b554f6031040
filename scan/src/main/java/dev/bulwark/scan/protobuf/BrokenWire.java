package dev.bulwark.scan.protobuf;

import java.util.function.Supplier;

/// The bytes are not protobuf from here on. Carries no stack trace, and words its problem only when
/// it is asked: readers that only try some bytes break often and tell nobody.
public final class BrokenWire extends RuntimeException {
  private final long offset;
  private final Supplier<String> problem;

  BrokenWire(long offset, String problem) {
    this(offset, () -> problem);
  }

  BrokenWire(long offset, Supplier<String> problem) {
    super(null, null, false, false);
    this.offset = offset;
    this.problem = problem;
  }

  /// Where the grammar broke, from the start of the source.
  public long offset() {
    return offset;
  }

  @Override
  public String getMessage() {
    return problem();
  }

  /// Expected and found.
  public String problem() {
    return problem.get();
  }
}
