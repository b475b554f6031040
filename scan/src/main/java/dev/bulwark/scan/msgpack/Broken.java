package dev.bulwark.scan.msgpack;

/// The bytes break the grammar.
final class Broken extends Exception {
  private final long at;
  private final String problem;

  Broken(long at, String problem) {
    super(problem, null, false, false);
    this.at = at;
    this.problem = problem;
  }

  long at() {
    return at;
  }

  String problem() {
    return problem;
  }
}
