package dev.bulwark.project.session;

import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceAudit;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Version;
import dev.bulwark.project.workspace.WorkspaceReader;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// The suite `ledger-audit`: the whole ledger re-checked from its files. Run by `check` twice a day
/// and for every new manifest, because it verifies every signature again.
public final class LedgerCheck {
  public static final String SUITE = "ledger-audit";
  private static final Duration FRESH = Duration.ofHours(12);
  private static final RuleId ID = new RuleId("LED-001");

  private final Subject manifest;

  private LedgerCheck(Subject manifest) {
    this.manifest = manifest;
  }

  public static Rule rule() {
    return new Rule(
        ID,
        "The evidence ledger does not verify",
        "A decision over evidence that somebody changed is worth nothing.",
        "Keep the files as they are, find out who wrote to them, and restore them from a copy; `bulwark audit` names the first thing that is wrong.",
        Severity.CRITICAL,
        new Rule.References(List.of("CWE-345", "CWE-354"), List.of(), List.of()));
  }

  /// The check, when the ledger holds none that is fresh for this manifest.
  static Optional<LedgerCheck> due(List<Evidence> ledger, Subject manifest, Instant now) {
    boolean fresh =
        ledger.stream()
            .filter(evidence -> evidence.assurance().atLeast(Assurance.A4))
            .filter(
                evidence ->
                    evidence
                        .statement()
                        .predicate()
                        .text("suite")
                        .filter(SUITE::equals)
                        .isPresent())
            .filter(evidence -> evidence.statement().isAbout(manifest.digest()))
            .anyMatch(evidence -> evidence.received().isAfter(now.minus(FRESH)));
    return fresh ? Optional.empty() : Optional.of(new LedgerCheck(manifest));
  }

  CheckRun run(WorkspaceReader reader) {
    LinkedHashMap<RuleId, Outcome> outcomes = new LinkedHashMap<>();
    outcomes.put(ID, outcome(reader.audit()));
    return new CheckRun(
        SUITE,
        new CheckRun.Checker("bulwark-evidence", Version.NUMBER),
        Digest.of(Bytes.utf8(rule().title())),
        List.of(manifest),
        outcomes,
        Json.object().build());
  }

  private static Outcome outcome(EvidenceAudit.Result result) {
    return switch (result) {
      case EvidenceAudit.Result.Sound _ -> Outcome.passed();
      case EvidenceAudit.Result.Wrong wrong ->
          Outcome.of(
              List.of(
                  new Finding(
                      ID,
                      Severity.CRITICAL,
                      Place.of(wrong.where()),
                      wrong.what()
                          + ": expected "
                          + wrong.expected()
                          + ", found "
                          + wrong.found())));
    };
  }
}
