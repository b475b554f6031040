package dev.bulwark.registry.release;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.RegistryFault;

/// What a place remembers of the passes it has verified, so that nobody takes it back: one line of
/// canonical JSON, `{"generation","ledger"}`.
///
/// @param generation the highest
/// @param ledger the size of the ledger that was proven last
public record Seen(long generation, long ledger) {
  /// A place that has not opened anything yet.
  public static final Seen NOTHING = new Seen(0, 0);

  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(ByteSize.ofKib(4), 2);

  public Bytes bytes() {
    return Json.object()
        .put("generation", generation)
        .put("ledger", ledger)
        .build()
        .canonicalBytes();
  }

  /// @throws RegistryFault `registry-memory-damaged`: it is not guessed, because a lower one would
  ///   let an older release in
  public static Seen parse(Bytes file) {
    try {
      Members seen = Members.of(RegistryFault.MEMORY_DAMAGED, JsonReader.readObject(file, BOUNDS));
      seen.only("generation", "ledger");
      return new Seen(seen.integer("generation"), seen.integer("ledger"));
    } catch (EvidenceFault e) {
      throw new RegistryFault(
          RegistryFault.MEMORY_DAMAGED,
          "the memory of what was opened here is damaged: "
              + e.getMessage()
              + "; restore it, or delete it and compare the generation by hand",
          e);
    }
  }
}
