package dev.bulwark.project.report;

import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A report with one of everything, hostile text included.
public final class Reports {
  private static final Rule RULE =
      new Rule(
          new RuleId("PKL-001"),
          "Pickle calls a dangerous function when it is loaded",
          "Loading runs it with the rights of whoever loads.",
          "Do not load the file; ask its publisher for safetensors.",
          Severity.CRITICAL,
          new Rule.References(List.of("CWE-502"), List.of("AML.T0011.000"), List.of("LLM03")));

  private Reports() {}

  public static Report oneOfEverything() {
    return new Report(
        "0.1.0",
        new Report.SystemLine(
            "demo", "Demo <script>alert(1)</script>", "Shows & tells.", "essentials", 3, true),
        Instant.parse("2026-11-24T14:00:00Z"),
        List.of(
            control(
                "GOV-01",
                "design",
                "The system is declared",
                Report.State.SATISFIED,
                List.of(),
                Optional.empty()),
            control(
                "RSK-01",
                "design",
                "Risks are assessed",
                Report.State.NOT_ASSESSED,
                List.of("risk-approval: 0 of 1 approvals"),
                Optional.empty()),
            control(
                "VND-03",
                "develop",
                "Third-party models pass admission",
                Report.State.NOT_SATISFIED,
                List.of("model-file-scan on scorer.pt: failed PKL-001"),
                Optional.empty()),
            control(
                "REL-01",
                "deploy",
                "A release is a signed decision",
                Report.State.STALE,
                List.of("older than 1d"),
                Optional.empty()),
            control(
                "IR-01",
                "operate",
                "An incident plan is live",
                Report.State.NOT_SATISFIED,
                List.of("rejected by dan"),
                Optional.of("dan and cleo until 2026-12-01: drill next week"))),
        List.of(
            new Report.Excluded(
                "VND-01",
                "Vendors are assessed",
                "\"suppliers.size() > 0\" is false for this system")),
        List.of(
            new Report.GateLine(
                "design",
                Report.Standing.HOLD,
                List.of("RSK-01 Risks are assessed: 0 of 1 approvals"),
                List.of("bulwark attest risk-approval --as dan"),
                List.of(),
                Set.of("risk-approval")),
            new Report.GateLine(
                "admit",
                Report.Standing.DENY,
                List.of("VND-03: failed PKL-001"),
                List.of("fix PKL-001 in models/scorer.pt and run bulwark check"),
                List.of("REL-01 is stale"),
                Set.of("model-file-scan")),
            new Report.GateLine(
                "stage", Report.Standing.ALLOW, List.of(), List.of(), List.of(), Set.of())),
        "admit",
        List.of(
            new Finding(
                RULE.id(),
                Severity.CRITICAL,
                Place.of("models/scorer \"x\".pt").inside("data.pkl").at(31),
                "calls posix.system with 'echo <b>hi</b>'"),
            new Finding(
                new RuleId("MAN-009"),
                Severity.NOTE,
                Place.of("bulwark.yaml").at(4, 2),
                "humanReview is not declared and counts as false")),
        List.of(
            new Report.Undecided(
                "model-file-scan",
                "FMT-001",
                "models/odd.bin",
                "UNSUPPORTED",
                "no reader knows these bytes")),
        List.of(RULE),
        List.of(
            new Report.ThreatLine(
                "TR-02",
                "model/scorer",
                "Model file format can run code when loaded",
                "high",
                8,
                7,
                5,
                List.of("VND-03", "ENV-02"),
                List.of("loadSandboxed"))),
        List.of(
            new Report.EvidenceLine(
                0,
                Instant.parse("2026-11-24T13:59:00Z"),
                "model-file-scan",
                "A4",
                "judge",
                List.of("models/scorer.pt"),
                "sha256:" + "ab".repeat(32))),
        new Report.LedgerLine(1, "q83vEjRWeJA=", "removed 1 unpublished tile"),
        Json.object().put("rulesDigest", "sha256:" + "cd".repeat(32)).build());
  }

  private static Report.ControlLine control(
      String id,
      String stage,
      String title,
      Report.State state,
      List<String> reasons,
      Optional<String> waiver) {
    return new Report.ControlLine(id, stage, title, state, reasons, List.of(0L), waiver);
  }
}
