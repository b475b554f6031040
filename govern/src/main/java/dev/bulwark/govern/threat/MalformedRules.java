package dev.bulwark.govern.threat;

import dev.bulwark.govern.yaml.YamlReading;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import java.util.List;
import java.util.stream.Collectors;

/// A file of threat rules cannot be used.
public final class MalformedRules extends Fault {
  public static final ProblemType TYPE =
      new ProblemType(
          "malformed-threat-rules", "The threat rules cannot be read", 422, ProblemType.Exit.ERROR);

  private final transient List<YamlReading.Problem> problems;

  MalformedRules(List<YamlReading.Problem> problems) {
    super(TYPE, message(problems));
    this.problems = List.copyOf(problems);
  }

  /// In the order of the file; at least one.
  public List<YamlReading.Problem> problems() {
    return problems;
  }

  private static String message(List<YamlReading.Problem> problems) {
    return problems.stream()
        .map(
            problem ->
                "line %d, column %d: expected %s, found %s; %s"
                    .formatted(
                        problem.at().line(),
                        problem.at().column(),
                        problem.expected(),
                        problem.found(),
                        problem.fix()))
        .collect(Collectors.joining("\n"));
  }
}
