package dev.bulwark.scan.agent;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.executable.ShellLine;
import dev.bulwark.scan.json.JsonView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// AGT-001: servers that are programs.
record Starts() implements Check<JsonView> {
  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "zsh", "cmd", "powershell", "pwsh", "fish");
  private static final Rule RULE =
      new Rule(
          new RuleId("AGT-001"),
          "A tool server in a configuration starts a program",
          "Opening the folder with an agent that reads the configuration starts the program with"
              + " the rights of the user, before any tool is called.",
          "Read the command; start servers from configuration you wrote yourself.",
          HIGH,
          new References(List.of("CWE-78"), List.of("AML.T0053"), List.of("LLM03", "ASI04")));

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(JsonView view, Budget budget) {
    List<Finding> findings = new ArrayList<>();
    for (ToolServer server : ToolServer.in(view)) {
      budget.tick();
      if (!server.words().isEmpty()) {
        findings.add(
            new Finding(
                RULE.id(),
                severity(server),
                view.place(server.at()),
                "The server \"%s\" starts %s%s."
                    .formatted(
                        AgentChecks.shown(server.name()),
                        AgentChecks.shown(server.program()),
                        severity(server) == NOTE ? "" : " to run commands of a shell")));
      }
    }
    return AgentChecks.outcome(findings);
  }

  private static Severity severity(ToolServer server) {
    if (ShellLine.isHostile(server.line())
        || server.words().stream().anyMatch(ShellLine::isHostile)) {
      return HIGH;
    }
    boolean inline =
        SHELLS.contains(server.program())
            && server.words().stream()
                .anyMatch(word -> Set.of("-c", "/c", "/C", "-Command", "-enc").contains(word));
    return inline ? HIGH : NOTE;
  }
}
