package dev.bulwark.scan.ocdbt;

/// Bytes that break the format.
final class BrokenStore extends RuntimeException {
  private final String problem;

  BrokenStore(String problem) {
    super(problem, null, false, false);
    this.problem = problem;
  }

  String problem() {
    return problem;
  }
}
