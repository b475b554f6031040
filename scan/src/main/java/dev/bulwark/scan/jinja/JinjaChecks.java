package dev.bulwark.scan.jinja;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;
import static dev.bulwark.kernel.check.Severity.NOTE;
import static java.util.stream.Collectors.joining;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.jinja.Reach.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The rules over templates: one for each kind of thing they must not reach.
public final class JinjaChecks {
  private static final References INJECTION =
      new References(
          List.of("CWE-1336", "CWE-94"),
          List.of("AML.T0010.003", "AML.T0011.000"),
          List.of("LLM03", "LLM05"));
  private static final String REPLACE =
      "Take the template from the model's publisher, or write it again without this.";

  private JinjaChecks() {}

  public static List<Check<JinjaView>> all() {
    return List.of(
        new Reached(
            new Rule(
                new RuleId("JIN-001"),
                "A template reaches into the interpreter",
                "From attributes such as __class__ or __globals__ a template gets to any function of"
                    + " the program that renders it, and runs commands there. Several loaders render"
                    + " chat templates without a sandbox (CVE-2024-34359, CVE-2026-5760).",
                "Refuse the file. No chat template needs such an attribute.",
                CRITICAL,
                INJECTION),
            Map.of(Kind.INTERNAL, CRITICAL),
            "reaches %s, from where a template runs any code where it is rendered"),
        new Reached(
            new Rule(
                new RuleId("JIN-002"),
                "A template reaches an attribute by a name that is hidden or private",
                "A name that is put together while the template runs gets past whoever searches for"
                    + " it, and private attributes lead to the interpreter.",
                REPLACE,
                HIGH,
                INJECTION),
            Map.of(Kind.COMPUTED, HIGH, Kind.PRIVATE, MEDIUM),
            "reaches %s, which no chat template needs"),
        new Reached(
            new Rule(
                new RuleId("JIN-003"),
                "A template loads another file",
                "include, import and extends read a file through the loader's search path; a name"
                    + " that leaves it, or is computed, reads what it likes.",
                "Write what is needed into the template itself.",
                HIGH,
                new References(
                    List.of("CWE-98", "CWE-22"), List.of("AML.T0010.003"), List.of("LLM03"))),
            Map.of(Kind.LOAD_OUTSIDE, HIGH, Kind.LOAD, NOTE),
            "loads a file (%s)"),
        new Reached(
            new Rule(
                new RuleId("JIN-004"),
                "A template calls a function that chat templates are not offered",
                "Functions such as open or popen run when a loader offers them, and lead nowhere good"
                    + " when it does not.",
                REPLACE,
                HIGH,
                INJECTION),
            Map.of(Kind.FUNCTION, HIGH, Kind.UNKNOWN_FUNCTION, NOTE),
            "uses %s, which chat templates are not offered"),
        new Reached(
            new Rule(
                new RuleId("JIN-005"),
                "A template adds text when the conversation holds a certain word",
                "Whoever asks about that word gets answers to a prompt nobody sees, while every test"
                    + " without it passes.",
                "Compare the template with the publisher's, and remove the condition.",
                MEDIUM,
                new References(
                    List.of("CWE-506", "CWE-511"),
                    List.of("AML.T0051.001", "AML.T0018"),
                    List.of("LLM01", "LLM04"))),
            Map.of(Kind.CONDITIONAL_ORDER, MEDIUM, Kind.CONDITIONAL, NOTE),
            "writes %s only when the conversation holds a certain word"),
        new Reached(
            new Rule(
                new RuleId("JIN-006"),
                "A template counts or repeats without end",
                "Rendering takes all memory or time of the server that offers the model.",
                REPLACE,
                MEDIUM,
                new References(List.of("CWE-400"), List.of("AML.T0029"), List.of("LLM10"))),
            Map.of(Kind.SIZE, MEDIUM),
            "counts or repeats up to %s, which exhausts whoever renders it"));
  }

  /// Findings of some kinds, one for each kind and line.
  private record Reached(Rule rule, Map<Kind, Severity> kinds, String message)
      implements Check<JinjaView> {
    private static final int SHOWN = 20;
    private static final int NAMES = 8;

    private record Line(int line, Severity severity) {}

    private record Names(Place place, List<String> names) {}

    @Override
    public Outcome examine(JinjaView view, Budget budget) {
      Map<Line, Names> lines = new LinkedHashMap<>();
      for (Reach reach : view.reaches()) {
        budget.tick();
        Severity severity = kinds.get(reach.kind());
        if (severity != null) {
          Line line = new Line(view.line(reach.at()), severity);
          lines
              .computeIfAbsent(line, _ -> new Names(view.place(reach.at()), new ArrayList<>()))
              .names()
              .add(shown(reach));
        }
      }
      return Outcome.of(
          lines.entrySet().stream()
              .map(line -> finding(line.getKey().severity(), line.getValue()))
              .toList(),
          SHOWN);
    }

    private Finding finding(Severity severity, Names names) {
      String told = names.names().stream().distinct().limit(NAMES).collect(joining(", "));
      return new Finding(
          rule.id(),
          severity,
          names.place(),
          "The template %s.".formatted(message.formatted(told)));
    }

    private static String shown(Reach reach) {
      if (reach.what().isEmpty()) {
        return "an attribute whose name is computed";
      }
      String name = Place.printable(reach.what());
      return name.length() > 60 ? name.substring(0, 60) + "…" : name;
    }
  }
}
