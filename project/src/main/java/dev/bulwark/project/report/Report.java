package dev.bulwark.project.report;

import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a command has to tell about one system at one moment.
///
/// @param version of Bulwark
/// @param asOf the moment that was evaluated
/// @param controls in catalogue order
/// @param excluded controls of the profile that do not apply, with the reason
/// @param gates in the order of the life cycle
/// @param next the gate the command was asked about, or the first one that is not open
/// @param findings worst first; notes included
/// @param undecided what could not be decided in this run; empty when everything could
/// @param rules of every rule a finding names
/// @param threats worst first
/// @param evidence in ledger order
/// @param ruleData which rules files were scanned by, as the scanner names them
public record Report(
    String version,
    SystemLine system,
    Instant asOf,
    List<ControlLine> controls,
    List<Excluded> excluded,
    List<GateLine> gates,
    String next,
    List<Finding> findings,
    List<Undecided> undecided,
    List<Rule> rules,
    List<ThreatLine> threats,
    List<EvidenceLine> evidence,
    LedgerLine ledger,
    Json.Obj ruleData) {

  /// @param profile id of the profile it is judged by
  /// @param assumed how many safety facts nobody declared
  /// @param described false when its manifest cannot be read, so that no control could be judged
  public record SystemLine(
      String id, String title, String purpose, String profile, int assumed, boolean described) {}

  /// The four words a control can have.
  public enum State {
    SATISFIED("satisfied"),
    NOT_SATISFIED("not satisfied"),
    STALE("stale"),
    NOT_ASSESSED("not assessed");

    private final String words;

    State(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /// @param reasons one per requirement that does not hold; empty when satisfied
  /// @param evidence ledger indexes behind the state
  /// @param waiver who waived it until when, while it is waived
  public record ControlLine(
      String id,
      String stage,
      String title,
      State state,
      List<String> reasons,
      List<Long> evidence,
      Optional<String> waiver) {}

  public record Excluded(String control, String title, String why) {}

  /// How a gate stands.
  public enum Standing {
    ALLOW,
    DENY,
    HOLD
  }

  /// @param reasons why it is not open; empty when it is
  /// @param actions the smallest set that would open it
  /// @param lacking names of the evidence that does not hold; empty when it is open
  public record GateLine(
      String gate,
      Standing standing,
      List<String> reasons,
      List<String> actions,
      List<String> warnings,
      Set<String> lacking) {
    public GateLine {
      lacking = Set.copyOf(lacking);
    }
  }

  /// Something a rule could not decide.
  ///
  /// @param suite whose rule it is
  public record Undecided(
      String suite, String rule, String subject, String reason, String detail) {}

  /// @param likelihood and `impact` from 1 to 9
  /// @param residual likelihood left while the evidence of its treatments is live
  public record ThreatLine(
      String rule,
      String element,
      String title,
      String severity,
      int likelihood,
      int impact,
      int residual,
      List<String> treatments,
      List<String> assumed) {}

  /// @param about names of the subjects
  public record EvidenceLine(
      long index,
      Instant received,
      String what,
      String assurance,
      String signer,
      List<String> about,
      String digest) {}

  /// @param recovered what the ledger put right when it was opened, empty when nothing
  public record LedgerLine(long size, String root, String recovered) {}

  public GateLine gate(String name) {
    return gates.stream().filter(gate -> gate.gate().equals(name)).findFirst().orElseThrow();
  }

  public long count(State state) {
    return controls.stream().filter(control -> control.state() == state).count();
  }

  /// The same report, asked about another gate.
  public Report asking(String gate) {
    return new Report(
        version,
        system,
        asOf,
        controls,
        excluded,
        gates,
        gate(gate).gate(),
        findings,
        undecided,
        rules,
        threats,
        evidence,
        ledger,
        ruleData);
  }

  /// How a command that was asked about the gate {@link #next} ends. Closed for a reason is closed;
  /// closed only because something the gate asks for could not be decided is incomplete.
  public Exit exit() {
    GateLine asked = gate(next);
    if (asked.standing() == Standing.ALLOW) {
      return Exit.OPEN;
    }
    boolean failed = findings.stream().anyMatch(finding -> finding.severity().fails());
    boolean open =
        undecided.stream()
            .anyMatch(it -> !system.described() || asked.lacking().contains(it.suite()));
    return failed || !open ? Exit.CLOSED : Exit.INCOMPLETE;
  }
}
