package dev.bulwark.project.report;

import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.json.Json;
import java.util.List;
import java.util.function.Function;

/// The report for programs: one canonical JSON object; members are only ever added.
public final class JsonReport {
  private JsonReport() {}

  public static Json.Obj of(Report report) {
    return Json.object()
        .put("bulwark", report.version())
        .put("asOf", report.asOf().toString())
        .put("system", system(report.system()))
        .put("controls", array(report.controls(), JsonReport::control))
        .put("excluded", array(report.excluded(), JsonReport::excluded))
        .put("gates", array(report.gates(), JsonReport::gate))
        .put("next", report.next())
        .put("findings", array(report.findings(), JsonReport::finding))
        .put("undecided", array(report.undecided(), JsonReport::undecided))
        .put("threats", array(report.threats(), JsonReport::threat))
        .put("evidence", array(report.evidence(), JsonReport::evidence))
        .put("ledger", ledger(report.ledger()))
        .put("scanRules", report.ruleData())
        .build();
  }

  private static Json.Obj system(Report.SystemLine system) {
    return Json.object()
        .put("id", system.id())
        .put("title", system.title())
        .put("purpose", system.purpose())
        .put("profile", system.profile())
        .put("assumedFacts", system.assumed())
        .build();
  }

  private static Json.Obj control(Report.ControlLine control) {
    Json.Builder object =
        Json.object()
            .put("id", control.id())
            .put("stage", control.stage())
            .put("title", control.title())
            .put("state", control.state().words())
            .put("reasons", Json.texts(control.reasons()))
            .put("evidence", array(control.evidence(), Json::of));
    control.waiver().ifPresent(waiver -> object.put("waiver", waiver));
    return object.build();
  }

  private static Json.Obj excluded(Report.Excluded excluded) {
    return Json.object().put("control", excluded.control()).put("why", excluded.why()).build();
  }

  private static Json.Obj gate(Report.GateLine gate) {
    return Json.object()
        .put("gate", gate.gate())
        .put("decision", gate.standing().name())
        .put("reasons", Json.texts(gate.reasons()))
        .put("actions", Json.texts(gate.actions()))
        .put("warnings", Json.texts(gate.warnings()))
        .build();
  }

  private static Json.Obj finding(Finding finding) {
    return Json.object()
        .put("rule", finding.rule().value())
        .put("severity", finding.severity().name())
        .put("place", finding.place().toString())
        .put("message", finding.message())
        .build();
  }

  private static Json.Obj undecided(Report.Undecided undecided) {
    return Json.object()
        .put("rule", undecided.rule())
        .put("subject", undecided.subject())
        .put("reason", undecided.reason())
        .put("detail", undecided.detail())
        .build();
  }

  private static Json.Obj threat(Report.ThreatLine threat) {
    return Json.object()
        .put("rule", threat.rule())
        .put("element", threat.element())
        .put("title", threat.title())
        .put("severity", threat.severity())
        .put("likelihood", threat.likelihood())
        .put("impact", threat.impact())
        .put("residualLikelihood", threat.residual())
        .put("treatments", Json.texts(threat.treatments()))
        .put("assumed", Json.texts(threat.assumed()))
        .build();
  }

  private static Json.Obj evidence(Report.EvidenceLine evidence) {
    return Json.object()
        .put("index", evidence.index())
        .put("received", evidence.received().toString())
        .put("what", evidence.what())
        .put("assurance", evidence.assurance())
        .put("signer", evidence.signer())
        .put("about", Json.texts(evidence.about()))
        .put("envelope", evidence.digest())
        .build();
  }

  private static Json.Obj ledger(Report.LedgerLine ledger) {
    return Json.object()
        .put("size", ledger.size())
        .put("root", ledger.root())
        .put("recovered", ledger.recovered())
        .build();
  }

  private static <T> Json.Arr array(List<T> items, Function<? super T, ? extends Json> render) {
    return Json.array(items.stream().map(render).toList());
  }
}
