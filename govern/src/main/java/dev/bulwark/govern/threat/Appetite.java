package dev.bulwark.govern.threat;

import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.Fact;

/// The gravest residual risk the organisation carries without a decision.
public enum Appetite {
  LOW(Severity.LOW),
  MEDIUM(Severity.MEDIUM),
  HIGH(Severity.HIGH);

  private final Severity gravest;

  Appetite(Severity gravest) {
    this.gravest = gravest;
  }

  /// The appetite the system declares in its fact `riskAppetite`; MEDIUM when it declares none.
  public static Appetite of(AiSystem system) {
    Fact fact = system.whole().facts().get("riskAppetite");
    if (fact != null && fact.value() instanceof Fact.Value.Word(String word)) {
      for (Appetite appetite : values()) {
        if (appetite.word().equals(word)) {
          return appetite;
        }
      }
    }
    return MEDIUM;
  }

  public boolean covers(Severity severity) {
    return severity.compareTo(gravest) <= 0;
  }

  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
