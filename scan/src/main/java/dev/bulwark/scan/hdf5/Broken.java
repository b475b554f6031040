package dev.bulwark.scan.hdf5;

/// The bytes break the grammar; what can be reached without them is still read.
final class Broken extends Exception {
  private final long at;
  private final String problem;

  Broken(long at, String problem) {
    super(problem, null, false, false);
    this.at = at;
    this.problem = problem;
  }

  /// From the start of the source.
  long at() {
    return at;
  }

  String problem() {
    return problem;
  }
}
