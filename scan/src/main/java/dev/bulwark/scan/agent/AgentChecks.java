package dev.bulwark.scan.agent;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.scan.text.TextView;
import java.util.List;

/// The rules over configuration of agents and editors.
public final class AgentChecks {
  private static final int SHOWN = 20;

  private AgentChecks() {}

  public static List<Check<JsonView>> overJson() {
    return List.of(new Starts(), new Unpinned(), new Clear(), new Whispered(), new Unasked());
  }

  public static List<Check<TextView>> overText() {
    return List.of(new Instructions());
  }

  static Outcome outcome(List<Finding> findings) {
    return Outcome.of(findings, SHOWN);
  }

  static String shown(String name) {
    return Place.printable(name.length() > 40 ? name.substring(0, 40) + "…" : name);
  }
}
