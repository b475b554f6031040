package dev.bulwark.project.registry;

import dev.bulwark.evidence.json.Rfc3339;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.terminal.Paint;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.registry.release.Recheck;
import java.util.List;

/// How environments stand, for people or for programs.
public final class StandingText {
  private StandingText() {}

  public static void print(Terminal terminal, List<Recheck.Standing> standings, boolean json) {
    if (json) {
      terminal.line(
          Json.object()
              .put("standings", Json.array(standings.stream().map(StandingText::json).toList()))
              .build()
              .canonical());
      return;
    }
    if (standings.isEmpty()) {
      terminal.line("No environment yet, so nothing runs and no gate was asked.");
    }
    standings.forEach(standing -> print(terminal, standing));
  }

  private static void print(Terminal terminal, Recheck.Standing standing) {
    switch (standing) {
      case Recheck.Standing.Idle idle -> terminal.line(idle.environment() + " runs nothing");
      case Recheck.Standing.Holds holds ->
          terminal.line(
              "%s may go on with %s until %s"
                  .formatted(
                      holds.environment(), holds.release(), RegistryText.time(holds.until())));
      case Recheck.Standing.Drifted drifted -> {
        terminal.line(
            "%s %s: %s would not be let in today, and is not opened any more"
                .formatted(
                    drifted.environment(), terminal.paint(Paint.RED, "closed"), drifted.release()));
        drifted.reasons().forEach(reason -> terminal.line("  - " + reason));
      }
    }
  }

  private static Json json(Recheck.Standing standing) {
    Json.Builder out = Json.object().put("environment", standing.environment());
    return switch (standing) {
      case Recheck.Standing.Idle _ -> out.put("standing", "idle").build();
      case Recheck.Standing.Holds holds ->
          out.put("standing", "holds")
              .put("versions", RegistryJson.names(holds.release()))
              .put("until", Rfc3339.render(holds.until()))
              .build();
      case Recheck.Standing.Drifted drifted ->
          out.put("standing", "closed")
              .put("versions", RegistryJson.names(drifted.release()))
              .put("reasons", Json.texts(drifted.reasons()))
              .build();
    };
  }
}
