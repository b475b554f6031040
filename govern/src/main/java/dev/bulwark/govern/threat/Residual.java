package dev.bulwark.govern.threat;

import dev.bulwark.kernel.check.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// What is left of a threat model while some controls are satisfied. A pure function of the model
/// and of the controls satisfied now: when the evidence of a control goes, its credit goes with it
/// and the risk is back.
///
/// Each threat's likelihood falls by 3 for the first of its treatments that is PROVEN and by 2 for
/// each further one; treatments that are only ATTESTED take 1 in all, and only beside no proven
/// one. It never falls below 1, and impact does not fall. The constants are judgement: three proven
/// treatments bring any likelihood to low, two to medium, words alone never change a band by much.
///
/// @param risks in the order of the model's threats
public record Residual(ThreatModel model, Appetite appetite, List<Risk> risks) {

  /// A threat and what is left of it.
  ///
  /// @param likelihood 1 to 9, at most the threat's own
  /// @param satisfied the treatments that are satisfied now, in the rule's order
  public record Risk(Threat threat, int likelihood, List<String> satisfied) {
    public Risk {
      satisfied = List.copyOf(satisfied);
    }

    public Severity severity() {
      return Score.severity(likelihood, threat.impact());
    }

    public State state() {
      return satisfied.isEmpty() ? State.OPEN : State.TREATED;
    }
  }

  public enum State {
    /// None of its treatments is satisfied now.
    OPEN,
    /// At least one is.
    TREATED
  }

  public Residual {
    risks = List.copyOf(risks);
  }

  /// @param satisfied the controls that are satisfied now, and on what; a control that is not in it
  ///   has no credit
  public static Residual of(ThreatModel model, Map<String, Credit> satisfied) {
    return new Residual(
        model,
        Appetite.of(model.system()),
        model.threats().stream().map(threat -> risk(threat, satisfied)).toList());
  }

  private static Risk risk(Threat threat, Map<String, Credit> satisfied) {
    List<String> treatments = threat.treatments().stream().filter(satisfied::containsKey).toList();
    long proven = treatments.stream().filter(id -> satisfied.get(id) == Credit.PROVEN).count();
    int fall = proven > 0 ? 1 + 2 * (int) proven : Math.min(1, treatments.size());
    return new Risk(threat, Math.max(1, threat.likelihood() - fall), treatments);
  }

  public List<Risk> gravestFirst() {
    return gravestFirst(risks);
  }

  /// Risks the organisation has not decided to carry, the gravest first.
  public List<Risk> aboveAppetite() {
    return gravestFirst(risks.stream().filter(risk -> !appetite.covers(risk.severity())).toList());
  }

  /// Threats of high or critical severity that nothing treats now, the gravest first.
  public List<Risk> untreated() {
    return gravestFirst(
        risks.stream()
            .filter(risk -> risk.threat().severity().compareTo(Severity.HIGH) >= 0)
            .filter(risk -> risk.state() == State.OPEN)
            .toList());
  }

  private static List<Risk> gravestFirst(List<Risk> risks) {
    return risks.stream()
        .sorted(
            Comparator.comparing(Risk::severity).reversed().thenComparing(risk -> risk.threat()))
        .toList();
  }
}
