package dev.bulwark.govern.threat;

import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.Element;
import java.util.List;

/// A way from the world outside to something a lot hangs on, along the system's flows, with a
/// threat at every step.
///
/// A chain is as likely as its least likely step, and costs what its end costs.
///
/// @param steps from the first thing reached to the target; at least one
public record AttackPath(List<Step> steps) {

  /// @param by what carries the attacker there: the path of a flow, or the element before it, whose
  ///   part, host or user the next one is
  /// @param into what is reached
  /// @param threats what makes it possible, likeliest first; at least one
  public record Step(String by, Element into, List<Threat> threats) {
    public Step {
      threats = List.copyOf(threats);
    }

    int likelihood() {
      return threats.getFirst().likelihood();
    }

    Json.Obj json() {
      return Json.object()
          .put("by", by)
          .put("into", into.path())
          .put("threats", Json.texts(threats.stream().map(Threat::id).toList()))
          .build();
    }
  }

  public AttackPath {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a path has at least one step");
    }
  }

  public Element target() {
    return steps.getLast().into();
  }

  /// Of the least likely step, before any control.
  public int likelihood() {
    return steps.stream().mapToInt(Step::likelihood).min().orElse(1);
  }

  /// The gravest impact at the target.
  public int impact() {
    return steps.getLast().threats().stream().mapToInt(Threat::impact).max().orElse(1);
  }

  public Severity severity() {
    return Score.severity(likelihood(), impact());
  }

  Json.Obj json() {
    return Json.object()
        .put("target", target().path())
        .put("likelihood", likelihood())
        .put("impact", impact())
        .put("severity", severity().name())
        .put("steps", Json.array(steps.stream().map(Step::json).toList()))
        .build();
  }
}
