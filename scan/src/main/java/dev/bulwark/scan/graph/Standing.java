package dev.bulwark.scan.graph;

import dev.bulwark.kernel.check.Severity;

/// What an {@link OperatorTable} says of an operator.
public sealed interface Standing {

  /// It computes on tensors and reaches for nothing else.
  enum Known implements Standing {
    KNOWN
  }

  /// It reaches out of the graph.
  ///
  /// @param does what it does, as the end of a sentence: "writes a file"
  record Reaching(Severity severity, String kind, String does) implements Standing {}

  /// No table has it.
  enum Unknown implements Standing {
    UNKNOWN
  }
}
