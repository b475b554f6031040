package dev.bulwark.scan.agent;

import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.json.JsonView;
import java.util.ArrayList;
import java.util.List;

/// AGT-002: servers that are fetched in whatever version is newest.
record Unpinned() implements Check<JsonView> {
  private static final Rule RULE =
      new Rule(
          new RuleId("AGT-002"),
          "A tool server is fetched without a version",
          "Each start takes whatever its publisher, or whoever took the name over, uploaded last.",
          "Name an exact version, or a commit, and update it on purpose.",
          MEDIUM,
          new References(
              List.of("CWE-494", "CWE-829"), List.of("AML.T0010.001"), List.of("LLM03", "ASI04")));

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(JsonView view, Budget budget) {
    List<Finding> findings = new ArrayList<>();
    for (ToolServer server : ToolServer.in(view)) {
      budget.tick();
      List<String> words = server.words();
      if (!words.isEmpty()) {
        Pinning.unpinned(server.program(), words.subList(1, words.size()))
            .ifPresent(
                name ->
                    findings.add(
                        new Finding(
                            RULE.id(),
                            MEDIUM,
                            view.place(server.at()),
                            "The server \"%s\" fetches \"%s\" in whatever version is newest."
                                .formatted(
                                    AgentChecks.shown(server.name()), AgentChecks.shown(name)))));
      }
    }
    return AgentChecks.outcome(findings);
  }
}
