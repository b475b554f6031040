package dev.bulwark.scan.agent;

import static dev.bulwark.kernel.check.Severity.HIGH;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// AGT-004: descriptions of tools, wherever a document holds a list of tools or servers.
record Whispered() implements Check<JsonView> {
  private static final Set<String> SPEAKING =
      Set.of("description", "instructions", "prompt", "systemPrompt", "system_prompt", "title");

  static final Rule RULE =
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

  @Override
  public Rule rule() {
    return RULE;
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
                  Whispers.in(text).ifPresent(what -> findings.add(whisper(view.place(at), what)));
                }
              });
    }
    return AgentChecks.outcome(findings);
  }

  private static boolean isListOfTools(JsonTree root) {
    return root instanceof JsonTree.Arr(long _, List<JsonTree> items)
        && !items.isEmpty()
        && items.getFirst() instanceof JsonTree.Obj first
        && first.has("description")
        && (first.has("inputSchema") || first.has("parameters") || first.has("input_schema"));
  }

  /// A finding of either check.
  static Finding whisper(Place place, String what) {
    return new Finding(
        RULE.id(), HIGH, place, "Here are %s.".formatted(what).replace("are an", "is an"));
  }
}
