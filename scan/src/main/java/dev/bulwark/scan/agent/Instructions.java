package dev.bulwark.scan.agent;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.scan.text.TextView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// AGT-004: files an agent reads as instructions.
record Instructions() implements Check<TextView> {
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
    return Whispered.RULE;
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
          .ifPresent(what -> findings.add(Whispered.whisper(view.place().at(number, 1), what)));
    }
    return AgentChecks.outcome(findings);
  }
}
