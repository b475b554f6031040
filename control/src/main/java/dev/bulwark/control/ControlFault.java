package dev.bulwark.control;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import java.util.List;

/// A policy text that cannot be used. Carries every problem at once.
public final class ControlFault extends Fault {
  public static final ProblemType POLICY_INVALID =
      new ProblemType(
          "policy-invalid",
          "The control catalogue or its profiles cannot be used",
          422,
          ProblemType.Exit.ERROR);

  private final transient List<String> problems;

  public ControlFault(List<String> problems) {
    super(POLICY_INVALID, String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /// One line each: file, line and column, what was expected, what was found.
  public List<String> problems() {
    return problems;
  }
}
