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
import java.util.List;

/// AGT-003: servers that are reached over an open line.
record Clear() implements Check<JsonView> {
  private static final Rule RULE =
      new Rule(
          new RuleId("AGT-003"),
          "A tool server is reached over an open line",
          "Over http:// anybody on the way reads what the agent sends and answers in the server's"
              + " name.",
          "Use https://.",
          MEDIUM,
          new References(List.of("CWE-319"), List.of("AML.T0053"), List.of("ASI07")));

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(JsonView view, Budget budget) {
    return AgentChecks.outcome(
        ToolServer.in(view).stream()
            .filter(
                server -> isOpen(server.url()) || server.words().stream().anyMatch(Clear::isOpen))
            .map(
                server ->
                    new Finding(
                        RULE.id(),
                        MEDIUM,
                        view.place(server.at()),
                        "The server \"%s\" is reached over http://."
                            .formatted(AgentChecks.shown(server.name()))))
            .toList());
  }

  private static boolean isOpen(String url) {
    return url.startsWith("http://")
        && !url.matches("http://(localhost|127\\.|\\[::1\\]|0\\.0\\.0\\.0|host\\.docker).*");
  }
}
