package dev.bulwark.govern.threat;

import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.system.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A threat model as a page of Markdown (CommonMark with tables) for people.
///
/// Titles and values of a manifest are foreign text: control characters are dropped and the
/// characters that mean something to Markdown or HTML are escaped.
public final class ThreatPage {
  private ThreatPage() {}

  /// The page; with the residual of the moment in it.
  public static String render(Residual residual) {
    ThreatModel model = residual.model();
    StringBuilder page = new StringBuilder();
    page.append("# Threat model of ").append(escaped(model.system().title())).append("\n\n");
    page.append(escaped(model.system().purpose())).append("\n\n");
    page.append(summary(residual)).append('\n');
    page.append(table(residual));
    paths(model, page);
    assumptions(model, page);
    residual.risks().stream()
        .collect(Collectors.groupingBy(risk -> risk.threat().rule().id()))
        .values()
        .stream()
        .sorted(java.util.Comparator.comparing(risks -> risks.getFirst().threat()))
        .forEach(risks -> section(risks, page));
    undecided(model, page);
    return page.toString();
  }

  private static String summary(Residual residual) {
    ThreatModel model = residual.model();
    List<String> counts = new ArrayList<>();
    for (Severity severity : List.of(Severity.values()).reversed()) {
      long count = model.counts().getOrDefault(severity, 0L);
      if (count > 0) {
        counts.add(count + " " + word(severity));
      }
    }
    return """
        %d threats to %d elements (%s); %d rest on facts nobody declared. Of those of high or critical \
        severity %d have no working control. %d are above the appetite (%s).
        """
        .formatted(
            model.threats().size(),
            model.system().elements().size(),
            counts.isEmpty() ? "none" : String.join(", ", counts),
            model.assumed(),
            residual.untreated().size(),
            residual.aboveAppetite().size(),
            residual.appetite().word());
  }

  private static String table(Residual residual) {
    if (residual.risks().isEmpty()) {
      return "";
    }
    StringBuilder table =
        new StringBuilder(
            """
            | threat | element | likelihood | impact | before controls | now |
            |---|---|--:|--:|---|---|
            """);
    for (Residual.Risk risk : residual.gravestFirst()) {
      Threat threat = risk.threat();
      table.append(
          "| %s %s | `%s` | %d → %d | %d | %s | %s |\n"
              .formatted(
                  threat.rule().id(),
                  escaped(threat.rule().title()),
                  threat.element().path(),
                  threat.likelihood(),
                  risk.likelihood(),
                  threat.impact(),
                  word(threat.severity()),
                  word(risk.severity())));
    }
    return table.append('\n').toString();
  }

  private static void paths(ThreatModel model, StringBuilder page) {
    if (model.paths().isEmpty()) {
      return;
    }
    page.append("## Ways in\n\nThe likeliest way from outside to what a lot hangs on.\n\n");
    for (AttackPath path : model.paths()) {
      page.append(
          "- `%s`, %s (likelihood %d, impact %d): outside%s\n"
              .formatted(
                  path.target().path(),
                  word(path.severity()),
                  path.likelihood(),
                  path.impact(),
                  path.steps().stream().map(ThreatPage::step).collect(Collectors.joining())));
    }
    page.append('\n');
  }

  private static String step(AttackPath.Step step) {
    return " → `%s` (%s)"
        .formatted(step.into().path(), step.threats().getFirst().rule().id().value());
  }

  private static void assumptions(ThreatModel model, StringBuilder page) {
    List<Element> elements =
        model.system().elements().stream().filter(one -> !one.assumed().isEmpty()).toList();
    if (elements.isEmpty()) {
      return;
    }
    page.append("## Assumed\n\nNobody declared these facts, so they count as unsafe.\n\n");
    for (Element element : elements) {
      page.append("- `%s`: %s\n".formatted(element.path(), String.join(", ", element.assumed())));
    }
    page.append('\n');
  }

  private static void section(List<Residual.Risk> risks, StringBuilder page) {
    ThreatRule rule = risks.getFirst().threat().rule();
    page.append("## %s %s\n\n".formatted(rule.id(), escaped(rule.title())));
    page.append("%s %s\n\n".formatted(escaped(rule.why()), escaped(rule.fix())));
    for (Residual.Risk risk : risks) {
      page.append(item(risk));
    }
    page.append("\nTreated by %s. ".formatted(String.join(", ", rule.treatments())));
    page.append(references(rule)).append("\n\n");
  }

  private static String item(Residual.Risk risk) {
    Threat threat = risk.threat();
    Score score = threat.score();
    String facts =
        threat.causes().stream()
            .map(cause -> escaped(cause.text()))
            .collect(Collectors.joining(", "));
    return "- `%s` (%s): %s. Likelihood %d from exposure %d, ease %d, maturity %d, motive %d; impact %d on %s (stake %d, weight %d).%s\n"
        .formatted(
            threat.element().path(),
            escaped(threat.place().toString()),
            facts,
            threat.likelihood(),
            score.exposure(),
            score.ease(),
            score.maturity(),
            score.motive(),
            threat.impact(),
            score.hurts().word(),
            score.stake(),
            score.weight(),
            risk.satisfied().isEmpty()
                ? ""
                : " Working now: " + String.join(", ", risk.satisfied()) + ".");
  }

  private static String references(ThreatRule rule) {
    List<String> parts = new ArrayList<>();
    parts.add(
        "STRIDE "
            + rule.stride().stream()
                .map(stride -> stride.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", ")));
    Map<String, List<String>> ids =
        Map.of(
            "1ATLAS", rule.references().atlas(),
            "2OWASP", rule.references().owasp(),
            "3CWE", rule.references().cwe());
    ids.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> !entry.getValue().isEmpty())
        .forEach(
            entry ->
                parts.add(entry.getKey().substring(1) + " " + String.join(", ", entry.getValue())));
    return String.join(" · ", parts);
  }

  private static void undecided(ThreatModel model, StringBuilder page) {
    if (model.undecided().isEmpty()) {
      return;
    }
    page.append("## Not decided\n\nThese rules lack a fact; that is not \"no threat\".\n\n");
    for (ThreatModel.Undecided one : model.undecided()) {
      page.append(
          "- %s for `%s`: %s\n"
              .formatted(one.rule(), one.element().path(), String.join(", ", one.missing())));
    }
  }

  private static String word(Severity severity) {
    return severity.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || c == '\t') {
                out.append(' ');
              } else if (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT) {
                out.append("\\`*_[]<>&|#!".indexOf(c) >= 0 ? "\\" : "").appendCodePoint(c);
              }
            });
    return out.toString();
  }
}
