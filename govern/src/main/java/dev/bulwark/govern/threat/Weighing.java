package dev.bulwark.govern.threat;

import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.Element;
import java.util.EnumMap;
import java.util.Map;

/// The numbers of one system, worked out once for all its threats.
final class Weighing {
  private final Scales scales;
  private final Element whole;
  private final Exposure exposure;
  private final int motive;
  private final Map<Dimension, Integer> stakes = new EnumMap<>(Dimension.class);

  Weighing(AiSystem system, Scales scales) {
    Condition.FactSource whole = Facts.of(system.whole(), system.whole()).conditionSource();
    this.scales = scales;
    this.whole = system.whole();
    this.exposure = new Exposure(system, scales);
    this.motive = scales.motive().value(whole);
    for (Dimension dimension : Dimension.values()) {
      stakes.put(dimension, scales.stake(dimension).value(whole));
    }
  }

  /// Harm, lack of resilience and careless processing need no attacker and no way in.
  Score score(ThreatRule rule, Element element) {
    Dimension gravest = rule.impacts().getFirst();
    for (Dimension dimension : rule.impacts()) {
      if (stake(dimension) > stake(gravest)) {
        gravest = dimension;
      }
    }
    return new Score(
        rule.kind() == ThreatRule.Kind.SECURITY ? exposure.of(element) : rule.ease(),
        rule.ease(),
        rule.maturity(),
        motive,
        stake(gravest),
        scales.weight(element.kind()).value(Facts.of(element, whole).conditionSource()),
        gravest);
  }

  private int stake(Dimension dimension) {
    return stakes.getOrDefault(dimension, 9);
  }
}
