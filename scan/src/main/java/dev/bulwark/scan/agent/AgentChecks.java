package dev.bulwark.scan.agent;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;
import static dev.bulwark.kernel.check.Severity.NOTE;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.executable.ShellLine;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.scan.text.TextView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The rules over configuration of agents and editors.
public final class AgentChecks {
  private static final int SHOWN = 20;

  private AgentChecks() {}

  public static List<Check<JsonView>> overJson() {
    return List.of(new Starts(), new Unpinned(), new Clear(), new Whispered(), new Unasked());
  }

  public static List<Check<TextView>> overText() {
    return List.of(new Instructions());
  }

  private static Outcome outcome(List<Finding> findings) {
    return Outcome.of(findings, SHOWN);
  }

  private static String shown(String name) {
    return Place.printable(name.length() > 40 ? name.substring(0, 40) + "…" : name);
  }

  private record Starts() implements Check<JsonView> {
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
                          shown(server.name()),
                          shown(server.program()),
                          severity(server) == NOTE ? "" : " to run commands of a shell")));
        }
      }
      return outcome(findings);
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

  private record Unpinned() implements Check<JsonView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("AGT-002"),
            "A tool server is fetched without a version",
            "Each start takes whatever its publisher, or whoever took the name over, uploaded last.",
            "Name an exact version, or a commit, and update it on purpose.",
            MEDIUM,
            new References(
                List.of("CWE-494", "CWE-829"),
                List.of("AML.T0010.001"),
                List.of("LLM03", "ASI04")));

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
                                  .formatted(shown(server.name()), shown(name)))));
        }
      }
      return outcome(findings);
    }
  }

  private record Clear() implements Check<JsonView> {
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
      return outcome(
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
                              .formatted(shown(server.name()))))
              .toList());
    }

    private static boolean isOpen(String url) {
      return url.startsWith("http://")
          && !url.matches("http://(localhost|127\\.|\\[::1\\]|0\\.0\\.0\\.0|host\\.docker).*");
    }
  }

  private static final Rule WHISPER =
      new Rule(
          new RuleId("AGT-004"),
          "A text for a language model holds hidden instructions",
          "An agent obeys tool descriptions and instruction files; what a person cannot see there,"
              + " or is kept from knowing, acts in their name.",
          "Remove the text; do not give the tool to an agent.",
          HIGH,
          new References(
              List.of("CWE-1427"),
              List.of("AML.T0051.001", "AML.T0068"),
              List.of("LLM01", "ASI01")));

  /// Descriptions of tools, wherever a document holds a list of tools or servers.
  private record Whispered() implements Check<JsonView> {
    private static final Set<String> SPEAKING =
        Set.of("description", "instructions", "prompt", "systemPrompt", "system_prompt", "title");

    @Override
    public Rule rule() {
      return WHISPER;
    }

    @Override
    public Outcome examine(JsonView view, Budget budget) {
      boolean concerns =
          view.root() instanceof JsonTree.Obj root
              && (root.has("tools")
                  || root.has("mcpServers")
                  || root.has("inputSchema")
                  || root.has("input_schema")
                  || root.has("instructions")
                  || root.has("prompts"));
      List<Finding> findings = new ArrayList<>();
      if (concerns || isListOfTools(view.root())) {
        view.walk()
            .filter(named -> SPEAKING.contains(named.name()))
            .forEach(
                named -> {
                  budget.tick();
                  if (named.value() instanceof JsonTree.Text(long at, String text)) {
                    Whispers.in(text)
                        .ifPresent(what -> findings.add(whisper(view.place(at), what)));
                  }
                });
      }
      return outcome(findings);
    }

    private static boolean isListOfTools(JsonTree root) {
      return root instanceof JsonTree.Arr(long _, List<JsonTree> items)
          && !items.isEmpty()
          && items.getFirst() instanceof JsonTree.Obj first
          && first.has("description")
          && (first.has("inputSchema") || first.has("parameters") || first.has("input_schema"));
    }
  }

  private static Finding whisper(Place place, String what) {
    return new Finding(
        WHISPER.id(), HIGH, place, "Here are %s.".formatted(what).replace("are an", "is an"));
  }

  /// Files an agent reads as instructions.
  private record Instructions() implements Check<TextView> {
    private static final int MAX_BYTES = 4 << 20;
    private static final Set<String> NAMES =
        Set.of(
            "claude.md",
            "agents.md",
            "gemini.md",
            ".cursorrules",
            ".windsurfrules",
            ".clinerules",
            "copilot-instructions.md",
            "skill.md");

    @Override
    public Rule rule() {
      return WHISPER;
    }

    @Override
    public Outcome examine(TextView view, Budget budget) {
      String path = view.place().path().getLast().toLowerCase(java.util.Locale.ROOT);
      String name = path.substring(path.lastIndexOf('/') + 1);
      if (!NAMES.contains(name) && !path.contains(".cursor/rules/")) {
        return Outcome.passed();
      }
      if (view.source().size() > MAX_BYTES) {
        return Outcome.undecided(
            Outcome.Reason.OVER_LIMIT, "instructions larger than " + MAX_BYTES + " bytes");
      }
      String text = new String(view.source().bytes().toArray(JAVA_BYTE), StandardCharsets.UTF_8);
      List<Finding> findings = new ArrayList<>();
      int line = 0;
      for (String each : text.split("\n", -1)) {
        budget.tick();
        line++;
        int number = line;
        Whispers.in(each)
            .ifPresent(what -> findings.add(whisper(view.place().at(number, 1), what)));
      }
      return outcome(findings);
    }
  }

  private record Unasked() implements Check<JsonView> {
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
            new References(
                List.of("CWE-829"), List.of("AML.T0011", "AML.T0053"), List.of("ASI05")));

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
                if (named.name().equals("task.allowAutomaticTasks")
                    && isText(named.value(), "on")) {
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
      return outcome(findings);
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

    private static Finding finding(
        JsonView view, JsonTree value, Severity severity, String message) {
      return new Finding(RULE.id(), severity, view.place(value.at()), message);
    }
  }
}
