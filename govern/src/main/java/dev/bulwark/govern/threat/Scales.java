package dev.bulwark.govern.threat;

import dev.bulwark.kernel.system.ElementKind;
import java.util.Map;

/// How facts become the numbers of a risk. The constants are judgement, kept in `threat-rules.yaml`
/// beside the rules so that they can be read and disputed; nobody calibrated them on losses.
///
/// @param motive of the whole system: what an attacker can gain
/// @param exposure by kind of element: who can reach it
/// @param weight by kind of element: what hangs on it
/// @param stake by dimension, of the whole system: what it can lose
record Scales(
    Scale motive,
    Map<ElementKind, Scale> exposure,
    Map<ElementKind, Scale> weight,
    Map<Dimension, Scale> stake) {
  Scales {
    exposure = Map.copyOf(exposure);
    weight = Map.copyOf(weight);
    stake = Map.copyOf(stake);
  }

  Scale exposure(ElementKind kind) {
    return need(exposure, kind);
  }

  Scale weight(ElementKind kind) {
    return need(weight, kind);
  }

  Scale stake(Dimension dimension) {
    return need(stake, dimension);
  }

  /// The reader refuses a file without a scale for everything.
  private static <K> Scale need(Map<K, Scale> scales, K key) {
    Scale scale = scales.get(key);
    if (scale == null) {
      throw new IllegalStateException("no scale for " + key);
    }
    return scale;
  }
}
