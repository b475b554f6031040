package dev.bulwark.inventory.check;

import dev.bulwark.inventory.component.Component;
import dev.bulwark.inventory.osv.Advisories;
import dev.bulwark.inventory.osv.Vulnerability;
import dev.bulwark.inventory.vex.VexStatement;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A component is known to be vulnerable.
final class KnownVulnerable implements Check<Assessment> {
  private static final int MOST = 500;
  private static final Rule RULE =
      new Rule(
          new RuleId("INV-001"),
          "A component is known to be vulnerable",
          "Attackers read the same advisories; a flaw in a library that loads models, data or web"
              + " pages is a flaw of the system.",
          "Update the component to a version that mends it, or remove it; when the flaw cannot be"
              + " reached, state so in a VEX document with the reason.",
          Severity.CRITICAL,
          new Rule.References(List.of("CWE-1395"), List.of("AML.T0010.001"), List.of("LLM03")));

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(Assessment target, Budget budget) {
    if (target.stock().components().isEmpty() && target.stock().problems().isEmpty()) {
      return target
          .unwritten()
          .map(why -> Outcome.undecided(Outcome.Reason.TOO_FEW_SAMPLES, why))
          .orElseGet(() -> new Outcome.NotApplicable("the lock files declare no components"));
    }
    List<Finding> findings = new ArrayList<>();
    List<String> undecided = new ArrayList<>();
    target.stale().ifPresent(undecided::add);
    target
        .stock()
        .problems()
        .forEach(it -> undecided.add(it.place() + " could not be read: " + it.problem()));
    if (target.advisories().isPresent()) {
      Advisories advisories = target.advisories().get();
      for (Component component : target.stock().components()) {
        budget.entry();
        if (component.isPinned()) {
          look(component, advisories, target, findings, undecided);
        }
      }
      target.stock().loose().forEach(component -> loose(component, advisories, undecided));
    }
    Outcome told = Outcome.of(findings, MOST);
    if (undecided.isEmpty() || told instanceof Outcome.Failed) {
      return told;
    }
    Outcome.Reason reason =
        target.stale().isPresent() ? Outcome.Reason.TOO_FEW_SAMPLES : Outcome.Reason.UNSUPPORTED;
    return new Outcome.Undecided(reason, told(undecided), told.findings());
  }

  private static String told(List<String> undecided) {
    String first = String.join("; ", undecided.subList(0, Math.min(3, undecided.size())));
    return undecided.size() > 3 ? first + "; and " + (undecided.size() - 3) + " more" : first;
  }

  private static void look(
      Component component,
      Advisories advisories,
      Assessment target,
      List<Finding> findings,
      List<String> undecided) {
    String name = Place.printable(component.purl().toString());
    if (!advisories.covers(component.purl())) {
      undecided.add(name + ": no advisories for its ecosystem");
    } else {
      Advisories.Answer answer = advisories.match(component.purl());
      answer.undecided().forEach(why -> undecided.add(name + ": " + why));
      answer.known().forEach(known -> findings.add(finding(component, known, target)));
    }
  }

  /// What no advisory names, whatever the version, has no known vulnerability.
  private static void loose(Component component, Advisories advisories, List<String> undecided) {
    String name = Place.printable(component.purl().toString());
    if (!advisories.covers(component.purl())) {
      undecided.add(name + ": no advisories for its ecosystem");
    } else if (advisories.names(component.purl())) {
      undecided.add(name + ": advisories name it, and it is not pinned to a version");
    }
  }

  private static Finding finding(Component component, Vulnerability known, Assessment target) {
    String what =
        Place.printable(component.purl().toString()) + " has " + String.join(", ", known.ids());
    Optional<VexStatement> statement = target.statement(component, known);
    if (statement.filter(VexStatement::excuses).isPresent()) {
      return new Finding(
          RULE.id(),
          Severity.NOTE,
          component.place(),
          what + ", excused: " + said(statement.get()));
    }
    StringBuilder message = new StringBuilder(what);
    known.score().ifPresent(score -> message.append(", CVSS ").append(score.base()));
    known.exploited().ifPresent(_ -> message.append(", known to be exploited"));
    known
        .prediction()
        .ifPresent(
            score ->
                message.append(
                    String.format(Locale.ROOT, ", EPSS %.1f %%", 100 * score.probability())));
    message.append("; ").append(Place.printable(known.because()));
    message.append(
        known.fixes().isEmpty()
            ? "; no version that mends it is named"
            : "; mended in " + Place.printable(String.join(", ", known.fixes())));
    statement.ifPresent(
        other -> message.append("; a VEX statement does not excuse it: ").append(said(other)));
    return new Finding(RULE.id(), known.severity(), component.place(), message.toString());
  }

  private static String said(VexStatement statement) {
    String text =
        String.join(
            " ",
            List.of(
                statement.status().name().toLowerCase(Locale.ROOT),
                statement.justification(),
                statement.reason(),
                "(said by "
                    + (statement.author().isBlank() ? "nobody named" : statement.author())
                    + ")"));
    String printable = Place.printable(text.replaceAll("\\s+", " "));
    return printable.length() > 300 ? printable.substring(0, 300) + "…" : printable;
  }
}
