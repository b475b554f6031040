package dev.bulwark.project.registry;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.terminal.Paint;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.registry.release.Erasing;
import dev.bulwark.registry.seal.SealedStore;

/// What a sweep cleared away, for people or for programs.
public final class SweepText {
  private SweepText() {}

  /// @param dry whether it only looked
  public static void print(Terminal terminal, RegistryDesk.Swept swept, boolean dry, boolean json) {
    Erasing.Swept known = swept.known();
    long bytes =
        known.taken().stream().mapToLong(SealedStore.Left::bytes).sum()
            + swept.halfWritten().values().stream().mapToLong(Long::longValue).sum();
    if (json) {
      terminal.line(json(swept, dry, bytes).canonical());
      return;
    }
    known
        .erased()
        .forEach(
            (id, rule) ->
                terminal.line(
                    "  %s %s: retention of %s"
                        .formatted(dry ? "would erase" : "erased", id, rule.retention())));
    known
        .completed()
        .forEach(
            id ->
                terminal.line(
                    "  %s %s, whose erasure was cut off"
                        .formatted(
                            dry ? "would destroy the rest of" : "destroyed the rest of", id)));
    String line =
        dry
            ? "%d versions to erase, %d erasures to end, %d objects and %d half-written files to take away, %s"
            : "%d versions erased, %d erasures ended, %d objects and %d half-written files taken away, %s";
    terminal.line(
        line.formatted(
            known.erased().size(),
            known.completed().size(),
            known.taken().size(),
            swept.halfWritten().size(),
            new ByteSize(bytes)));
    if (!known.grants().isEmpty()) {
      terminal.line(
          "  %s %d sealed to environments that no deployment needs"
              .formatted(dry ? "keys to destroy:" : "keys destroyed:", known.grants().size()));
    }
    known
        .unread()
        .forEach(
            id ->
                terminal.line(
                    terminal.paint(
                            Paint.RED, "  the packing list of %s cannot be read".formatted(id))
                        + ": every object stays; run `bulwark registry scrub --replica DIR`"));
  }

  private static Json.Obj json(RegistryDesk.Swept swept, boolean dry, long bytes) {
    Erasing.Swept known = swept.known();
    return Json.object()
        .put("dry", dry)
        .put("erased", RegistryJson.names(known.erased().keySet()))
        .put("completed", RegistryJson.names(known.completed()))
        .put("objects", known.taken().size())
        .put("grants", known.grants().size())
        .put("halfWritten", swept.halfWritten().size())
        .put("bytes", bytes)
        .put("unread", RegistryJson.names(known.unread()))
        .build();
  }
}
