package dev.bulwark.govern.threat;

import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.Element;
import java.util.EnumMap;
import java.util.Map;

/// The numbers of one system, worked out once for all its threats.
final class Weighing {
  private final Exposure exposure;
  private final int motive;
  private final Map<Dimension, Integer> impacts = new EnumMap<>(Dimension.class);

  Weighing(AiSystem system, Scales scales) {
    Condition.FactSource whole = Facts.of(system.whole(), system.whole()).conditionSource();
    this.exposure = new Exposure(system, scales);
    this.motive = scales.motive().value(whole);
    scales.impact().forEach((dimension, scale) -> impacts.put(dimension, scale.value(whole)));
  }

  Score score(ThreatRule rule, Element element) {
    Dimension gravest = rule.impacts().getFirst();
    for (Dimension dimension : rule.impacts()) {
      if (impact(dimension) > impact(gravest)) {
        gravest = dimension;
      }
    }
    return new Score(
        exposure.of(element), rule.ease(), rule.maturity(), motive, impact(gravest), gravest);
  }

  private int impact(Dimension dimension) {
    return impacts.getOrDefault(dimension, 9);
  }
}
