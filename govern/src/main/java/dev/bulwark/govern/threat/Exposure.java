package dev.bulwark.govern.threat;

import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How far each element of one system can be reached: its own scale, and that of the component it
/// is in, of the model a prompt instructs. Where a host is not named, the widest component counts;
/// the system as a whole is reached through its widest part.
final class Exposure {
  private final Scales scales;
  private final AiSystem system;
  private final Map<String, Integer> own = new HashMap<>();
  private final int widestComponent;
  private final int widest;

  Exposure(AiSystem system, Scales scales) {
    this.scales = scales;
    this.system = system;
    for (Element element : system.elements()) {
      own.put(element.path(), own(element));
    }
    this.widestComponent =
        system.of(ElementKind.COMPONENT).stream().mapToInt(this::cached).max().orElse(1);
    this.widest = system.elements().stream().mapToInt(this::cached).max().orElse(1);
  }

  int of(Element element) {
    if (element.kind() == ElementKind.SYSTEM) {
      return widest;
    }
    return Math.max(cached(element), host(element));
  }

  private int host(Element element) {
    int host = 1;
    for (String reference : List.of("in", "model")) {
      Fact fact = element.facts().get(reference);
      if (fact != null && fact.value() instanceof Fact.Value.Word(String path)) {
        host = Math.max(host, hosted(reference, path));
      }
    }
    return host;
  }

  private int hosted(String reference, String path) {
    if (path.equals(FactSpec.NONE)) {
      return reference.equals("in") ? widestComponent : 1;
    }
    return own.getOrDefault(path, widestComponent);
  }

  private int cached(Element element) {
    return own.getOrDefault(element.path(), 1);
  }

  private int own(Element element) {
    return scales
        .exposure(element.kind())
        .value(Facts.of(element, system.whole()).conditionSource());
  }
}
