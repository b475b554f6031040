package dev.bulwark.govern.threat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The threat model as check runs: what goes to the waist of the hourglass.
///
/// | suite | a rule | passes when |
/// |---|---|---|
/// | `threat-model-run` | each threat rule | it was decided for every element of its scope; threats are its notes |
/// | `risk-register` | `RSK-G01` to `RSK-G03` | every part and kind of data has an assessed risk, and the register is reproducible |
/// | `threat-trace` | `THR-T01` | every high or critical threat has a treatment that is satisfied now |
/// | `residual-risk` | `RSK-R01` | no residual risk is above the appetite |
///
/// The first two depend on the manifest alone. The last two also depend on the controls satisfied
/// at the moment, so they are run again whenever those change.
public final class ThreatRuns {
  public static final String THREAT_MODEL = "threat-model-run";
  public static final String RISK_REGISTER = "risk-register";
  public static final String THREAT_TRACE = "threat-trace";
  public static final String RESIDUAL_RISK = "residual-risk";

  private static final Rule ELEMENT =
      rule(
          "RSK-G01",
          "A part of the system has no assessed risk",
          "A part nobody assessed is a part nobody protects.",
          "Give every fact a value that rules can decide on, or add a rule for this kind of part.");
  private static final Rule DATA =
      rule(
          "RSK-G02",
          "A kind of data has no assessed risk",
          "People are harmed through the data that nobody thought about.",
          "Declare the facts of the data set, so that rules can decide on them.");
  private static final Rule REPRODUCIBLE =
      rule(
          "RSK-G03",
          "The risk register cannot be reproduced",
          "A register that changes by itself cannot be signed or compared.",
          "Report this: the order of a manifest must not change its risks.");
  private static final Rule TRACE =
      rule(
          "THR-T01",
          "A high or critical threat has no working control",
          "Nothing that is proven today stands between this threat and the people it hurts.",
          "Satisfy one of the controls that treat it, or change the fact that causes it.");
  private static final Rule APPETITE =
      rule(
          "RSK-R01",
          "A residual risk is above the appetite",
          "The organisation carries a risk it decided not to carry.",
          "Satisfy more of the controls that treat it, or let two people waive it for a time.");

  private static final CheckRun.Checker CHECKER = new CheckRun.Checker("bulwark-govern", "0.1.0");

  private ThreatRuns() {}

  /// The rules of these runs that are not threat rules: for `bulwark explain`.
  public static List<Rule> rules() {
    return List.of(ELEMENT, DATA, REPRODUCIBLE, TRACE, APPETITE);
  }

  /// That there are threats fails nothing; that a rule could not be decided does not pass.
  ///
  /// @return subjects: the manifest and the document of the model; details: `{"threats": n,
  ///   "assumed": n, "severity": {NOTE: n, …}}`
  public static CheckRun threatModel(ThreatModel model) {
    SequencedMap<RuleId, Outcome> outcomes = new LinkedHashMap<>();
    for (ThreatRule rule : model.rules().rules()) {
      outcomes.put(rule.id(), outcome(model, rule));
    }
    Json.Builder severities = Json.object();
    model.counts().forEach((severity, count) -> severities.put(severity.name(), count));
    Json.Obj details =
        Json.object()
            .put("threats", model.threats().size())
            .put("assumed", model.assumed())
            .put("severity", severities.build())
            .build();
    return new CheckRun(
        THREAT_MODEL,
        CHECKER,
        model.rules().digest(),
        List.of(model.system().subject(), model.subject()),
        outcomes,
        details);
  }

  private static Outcome outcome(ThreatModel model, ThreatRule rule) {
    if (model.system().of(rule.scope()).isEmpty()) {
      return new Outcome.NotApplicable("the system declares no " + rule.scope().word());
    }
    List<Finding> notes =
        model.of(rule.id()).stream()
            .map(
                threat ->
                    new Finding(
                        rule.id(),
                        Severity.NOTE,
                        threat.place(),
                        threat.severity() + ": " + threat.message()))
            .toList();
    List<String> undecided =
        model.undecided().stream()
            .filter(one -> one.rule().equals(rule.id()))
            .map(one -> one.element().path() + " lacks " + String.join(", ", one.missing()))
            .toList();
    return undecided.isEmpty()
        ? new Outcome.Passed(notes)
        : new Outcome.Undecided(Outcome.Reason.MALFORMED, String.join("; ", undecided), notes);
  }

  /// @return subjects: the manifest and the document of the register
  public static CheckRun riskRegister(ThreatModel model) {
    RiskRegister register = RiskRegister.of(model);
    Subject subject = register.subject();
    SequencedMap<RuleId, Outcome> outcomes = new LinkedHashMap<>();
    outcomes.put(ELEMENT.id(), assessed(ELEMENT, register.parts()));
    outcomes.put(
        DATA.id(),
        register.data().isEmpty()
            ? new Outcome.NotApplicable("the system declares no personal or sensitive data")
            : assessed(DATA, register.data()));
    outcomes.put(REPRODUCIBLE.id(), reproducible(model, subject));
    return new CheckRun(
        RISK_REGISTER,
        CHECKER,
        model.rules().digest(),
        List.of(model.system().subject(), subject),
        outcomes,
        Json.object()
            .put("risks", register.risks().size())
            .put("elements", register.parts().size())
            .put("data", register.data().size())
            .put("appetite", register.appetite().word())
            .build());
  }

  private static Outcome assessed(Rule rule, List<RiskRegister.Part> parts) {
    List<Finding> findings =
        parts.stream()
            .filter(part -> part.assessed() == 0)
            .map(part -> finding(rule, Severity.HIGH, part.element(), part.name()))
            .toList();
    return Outcome.of(findings);
  }

  private static Finding finding(Rule rule, Severity severity, Element element, String what) {
    return new Finding(rule.id(), severity, element.declaredAt(), rule.title() + ": " + what);
  }

  /// Once more, with the manifest's elements in another order.
  private static Outcome reproducible(ThreatModel model, Subject subject) {
    ThreatModel again = ThreatModel.of(Reordered.of(model.system()), model.rules());
    Subject register = RiskRegister.of(again).subject();
    if (register.equals(subject) && again.subject().equals(model.subject())) {
      return Outcome.passed();
    }
    String what = subject.digest() + " and " + register.digest();
    return new Outcome.Failed(
        List.of(finding(REPRODUCIBLE, Severity.HIGH, model.system().whole(), what)));
  }

  /// Every high or critical threat has at least one treatment that is satisfied now.
  public static CheckRun threatTrace(Residual residual) {
    List<Finding> findings =
        residual.untreated().stream()
            .map(risk -> finding(TRACE, risk.threat().severity(), risk))
            .toList();
    return standing(THREAT_TRACE, TRACE, residual, findings);
  }

  /// No residual risk is above the system's appetite.
  public static CheckRun residualRisk(Residual residual) {
    List<Finding> findings =
        residual.aboveAppetite().stream()
            .map(risk -> finding(APPETITE, risk.severity(), risk))
            .toList();
    return standing(RESIDUAL_RISK, APPETITE, residual, findings);
  }

  private static Finding finding(Rule rule, Severity severity, Residual.Risk risk) {
    Threat threat = risk.threat();
    return new Finding(
        rule.id(),
        severity,
        threat.place(),
        threat.rule().id()
            + " "
            + threat.message()
            + "; likelihood "
            + risk.likelihood()
            + " of 9, impact "
            + threat.impact()
            + "; treated by "
            + String.join(", ", threat.treatments()));
  }

  private static CheckRun standing(
      String suite, Rule rule, Residual residual, List<Finding> findings) {
    ThreatModel model = residual.model();
    List<String> undecided = new ArrayList<>();
    model.undecided().forEach(one -> undecided.add(one.rule() + " for " + one.element().path()));
    Outcome outcome = Outcome.of(findings);
    if (outcome instanceof Outcome.Passed && !undecided.isEmpty()) {
      outcome =
          Outcome.undecided(
              Outcome.Reason.MALFORMED,
              "the threat model is undecided about " + String.join(", ", undecided));
    }
    SequencedMap<RuleId, Outcome> outcomes = new LinkedHashMap<>();
    outcomes.put(rule.id(), outcome);
    return new CheckRun(
        suite,
        CHECKER,
        model.rules().digest(),
        List.of(model.system().subject(), model.subject()),
        outcomes,
        details(residual));
  }

  private static Json.Obj details(Residual residual) {
    long treated =
        residual.risks().stream().filter(risk -> risk.state() == Residual.State.TREATED).count();
    return Json.object()
        .put("threats", residual.risks().size())
        .put("treated", treated)
        .put("untreatedHigh", residual.untreated().size())
        .put("aboveAppetite", residual.aboveAppetite().size())
        .put("appetite", residual.appetite().word())
        .build();
  }

  private static Rule rule(String id, String title, String why, String fix) {
    return new Rule(new RuleId(id), title, why, fix, Severity.CRITICAL, Rule.References.NONE);
  }
}
