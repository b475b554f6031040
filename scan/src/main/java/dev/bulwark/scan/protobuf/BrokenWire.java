package dev.bulwark.scan.protobuf;

/// The bytes are not protobuf from here on. Carries no stack trace.
public final class BrokenWire extends RuntimeException {
  private final long offset;
  private final String problem;

  BrokenWire(long offset, String problem) {
    super(problem, null, false, false);
    this.offset = offset;
    this.problem = problem;
  }

  /// Where the grammar broke, from the start of the source.
  public long offset() {
    return offset;
  }

  /// Expected and found.
  public String problem() {
    return problem;
  }
}
