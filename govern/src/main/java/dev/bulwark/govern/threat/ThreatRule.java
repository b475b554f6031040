package dev.bulwark.govern.threat;

import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.system.ElementKind;
import java.util.List;
import java.util.Locale;

/// One bad case to look for in what a manifest declares.
///
/// @param scope the kind of element it looks at, one by one
/// @param title the bad case, on one line
/// @param when what must hold for the threat to exist
/// @param why what happens to whom
/// @param fix what to do, in the imperative
/// @param references CWE, ATLAS and OWASP ids (LLM Top 10 2025, Agentic Top 10)
/// @param ease 1 to 9, how easy the attack is; a judgement
/// @param maturity 3, 6 or 9: the most mature of its ATLAS techniques is feasible, demonstrated,
///   realized
/// @param impacts what it can hurt, at least one
/// @param treatments ids of the controls that make it less likely, at least one
public record ThreatRule(
    RuleId id,
    Kind kind,
    ElementKind scope,
    String title,
    Condition when,
    String why,
    String fix,
    List<Stride> stride,
    Rule.References references,
    int ease,
    int maturity,
    List<Dimension> impacts,
    List<String> treatments) {

  /// Who or what makes it happen.
  public enum Kind {
    /// An attacker.
    SECURITY,
    /// The system itself, towards the people it decides about.
    HARM,
    /// The organisation, when something goes wrong.
    RESILIENCE,
    /// The handling of personal data.
    PRIVACY;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ThreatRule {
    stride = List.copyOf(stride);
    impacts = List.copyOf(impacts);
    treatments = List.copyOf(treatments);
  }

  /// The rule as every other: what `bulwark explain` shows. How grave a threat is follows from the
  /// system, so the gravest severity is the gravest there is.
  public Rule rule() {
    String controls = " Controls: " + String.join(", ", treatments) + ".";
    return new Rule(id, title, why, fix + controls, Severity.CRITICAL, references);
  }
}
