package dev.bulwark.scan.jinja;

/// A text does not follow the template grammar.
final class Broken extends Exception {
  private final int at;
  private final String problem;

  Broken(int at, String problem) {
    super(problem, null, false, false);
    this.at = at;
    this.problem = problem;
  }

  /// Index of the character where the grammar broke.
  int at() {
    return at;
  }

  String problem() {
    return problem;
  }
}
