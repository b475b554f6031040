package dev.bulwark.scan.flatbuffer;

/// An offset leads out of the buffer, or what it leads to is not what it must be. Carries no stack
/// trace.
public final class BrokenFlatbuffer extends RuntimeException {
  private final long offset;
  private final String problem;

  BrokenFlatbuffer(long offset, String problem) {
    super(problem, null, false, false);
    this.offset = offset;
    this.problem = problem;
  }

  /// Where the broken part starts, from the start of the source.
  public long offset() {
    return offset;
  }

  /// Expected and found.
  public String problem() {
    return problem;
  }
}
