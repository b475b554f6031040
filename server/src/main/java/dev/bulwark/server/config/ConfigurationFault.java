package dev.bulwark.server.config;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import java.util.List;

/// The configuration is not one: every problem, a line each.
public final class ConfigurationFault extends Fault {
  public static final ProblemType TYPE =
      new ProblemType(
          "configuration-invalid", "The configuration is not right", 500, ProblemType.Exit.ERROR);

  private final List<String> problems;

  ConfigurationFault(List<String> problems) {
    super(TYPE, String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
