package dev.bulwark.control.policy;

import dev.bulwark.kernel.condition.Condition;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// One requirement on an AI system, with the evidence it needs and the gates it closes.
///
/// @param id such as `GOV-01`
/// @param requirement what must be true, in one or two sentences
/// @param asks the guidelines' asks it serves, such as `R40`; at least one
/// @param applies over the system's facts; no answer, because a fact was not described, means that
///   it applies
/// @param evidence all must hold; at least one
/// @param gates what it does at which gate; at least one
/// @param frameworks ids by framework key, such as `ncsc` → `1.1`
public record Control(
    String id,
    Stage stage,
    String title,
    String requirement,
    List<String> asks,
    Condition applies,
    List<Requirement> evidence,
    SortedMap<GateName, Effect> gates,
    SortedMap<String, List<String>> frameworks) {

  /// What an unmet control does at a gate.
  public enum Effect {
    /// The gate stays closed.
    BLOCK,
    /// It is said, and the gate may open.
    WARN
  }

  public Control {
    asks = List.copyOf(asks);
    evidence = List.copyOf(evidence);
    gates = Collections.unmodifiableSortedMap(new TreeMap<>(gates));
    frameworks = Collections.unmodifiableSortedMap(new TreeMap<>(frameworks));
  }

  public boolean blocks(GateName gate) {
    return gates.get(gate) == Effect.BLOCK;
  }

  public boolean warns(GateName gate) {
    return gates.get(gate) == Effect.WARN;
  }

  Control withEvidence(List<Requirement> other) {
    return new Control(id, stage, title, requirement, asks, applies, other, gates, frameworks);
  }
}
