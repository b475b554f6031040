package dev.bulwark.scan.pickle;

/// CPython's unpickler would stop here with an error. Thrown at most once per stream, without a
/// stack trace.
final class Broken extends RuntimeException {
  private final long offset;
  private final String problem;

  Broken(long offset, String problem) {
    super(problem, null, false, false);
    this.offset = offset;
    this.problem = problem;
  }

  /// @param expected what must hold at `offset`, as "a value"
  static void unless(boolean held, long offset, String expected) {
    if (!held) {
      throw new Broken(offset, "expected " + expected);
    }
  }

  long offset() {
    return offset;
  }

  String problem() {
    return problem;
  }
}
