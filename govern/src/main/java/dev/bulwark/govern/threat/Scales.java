package dev.bulwark.govern.threat;

import dev.bulwark.kernel.system.ElementKind;
import java.util.EnumMap;
import java.util.Map;

/// How facts become the numbers of a risk. The constants are judgement, kept in `threat-rules.yaml`
/// beside the rules so that they can be read and disputed; nobody calibrated them on losses.
///
/// @param motive of the whole system: what an attacker can gain
/// @param exposure by kind of element: who can reach it
/// @param impact by dimension, of the whole system: what can be lost
record Scales(Scale motive, Map<ElementKind, Scale> exposure, Map<Dimension, Scale> impact) {
  Scales {
    exposure = Map.copyOf(exposure);
    impact = Map.copyOf(impact);
    if (exposure.size() != ElementKind.values().length
        || impact.size() != Dimension.values().length) {
      throw new IllegalArgumentException(
          "a scale for every kind of element and every dimension, found "
              + exposure.keySet()
              + impact.keySet());
    }
  }

  Scale exposure(ElementKind kind) {
    return new EnumMap<>(exposure).getOrDefault(kind, motive);
  }
}
