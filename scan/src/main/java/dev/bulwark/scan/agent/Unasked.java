package dev.bulwark.scan.agent;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;
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
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// AGT-005: commands that run without anybody being asked.
record Unasked() implements Check<JsonView> {
  private static final Set<String> CONTAINER =
      Set.of(
          "initializeCommand",
          "onCreateCommand",
          "updateContentCommand",
          "postCreateCommand",
          "postStartCommand",
          "postAttachCommand");
  private static final Rule RULE =
      new Rule(
          new RuleId("AGT-005"),
          "A configuration runs commands when the folder is opened or an agent works in it",
          "Editors and agents read such files from the folder they are started in: opening the"
              + " model to look at it runs the commands.",
          "Delete the file, and open downloaded folders in restricted mode.",
          HIGH,
          new References(List.of("CWE-829"), List.of("AML.T0011", "AML.T0053"), List.of("ASI05")));

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(JsonView view, Budget budget) {
    String path = view.source().place().path().getLast();
    List<Finding> findings = new ArrayList<>();
    view.walk()
        .forEach(
            named -> {
              budget.tick();
              if (named.name().equals("runOn") && isText(named.value(), "folderOpen")) {
                findings.add(
                    finding(view, named.value(), HIGH, "A task runs when the folder is opened."));
              }
              if (named.name().equals("task.allowAutomaticTasks") && isText(named.value(), "on")) {
                findings.add(
                    finding(
                        view,
                        named.value(),
                        HIGH,
                        "Tasks run on opening without being asked about."));
              }
              if ((named.name().equals("enableAllProjectMcpServers")
                      || named.name().equals("security.workspace.trust.enabled"))
                  && named.value() instanceof JsonTree.Flag(long _, boolean on)
                  && on == named.name().startsWith("enable")) {
                findings.add(
                    finding(
                        view,
                        named.value(),
                        HIGH,
                        "A question that protects the user is switched off."));
              }
              if (named.name().equals("defaultMode")
                  && isText(named.value(), "bypassPermissions")) {
                findings.add(
                    finding(
                        view,
                        named.value(),
                        HIGH,
                        "The agent acts without asking for permission."));
              }
            });
    if (path.endsWith("devcontainer.json") || path.contains(".devcontainer/")) {
      container(view, findings);
    }
    if (view.root() instanceof JsonTree.Obj root && path.contains(".claude/")) {
      root.member("hooks").ifPresent(hooks -> hooks(view, hooks, findings));
    }
    return AgentChecks.outcome(findings);
  }

  private static boolean isText(JsonTree value, String text) {
    return value instanceof JsonTree.Text(long _, String found) && found.equals(text);
  }

  private static void container(JsonView view, List<Finding> findings) {
    if (view.root() instanceof JsonTree.Obj root) {
      for (JsonTree.Member member : root.members()) {
        if (CONTAINER.contains(member.name())) {
          boolean host = member.name().equals("initializeCommand");
          boolean hostile = texts(member.value()).stream().anyMatch(ShellLine::isHostile);
          findings.add(
              finding(
                  view,
                  member.value(),
                  hostile ? HIGH : host ? MEDIUM : NOTE,
                  "%s runs a command%s."
                      .formatted(
                          member.name(),
                          host ? " on the user's own machine" : " in the container")));
        }
      }
    }
  }

  private static void hooks(JsonView view, JsonTree hooks, List<Finding> findings) {
    hooks
        .walk()
        .filter(named -> named.name().equals("command"))
        .forEach(
            named -> {
              if (named.value() instanceof JsonTree.Text(long _, String command)) {
                findings.add(
                    finding(
                        view,
                        named.value(),
                        ShellLine.isHostile(command) ? HIGH : MEDIUM,
                        "A hook runs a command while an agent works."));
              }
            });
  }

  private static List<String> texts(JsonTree value) {
    return value
        .walk()
        .map(JsonTree.Named::value)
        .filter(JsonTree.Text.class::isInstance)
        .map(text -> ((JsonTree.Text) text).value())
        .toList();
  }

  private static Finding finding(JsonView view, JsonTree value, Severity severity, String message) {
    return new Finding(RULE.id(), severity, view.place(value.at()), message);
  }
}
