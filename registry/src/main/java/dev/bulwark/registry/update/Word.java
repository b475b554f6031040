package dev.bulwark.registry.update;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.event.RegistryEvent.Verified;
import java.util.Locale;

/// What a watch says about a deployment: `{"environment","generation","result":
/// "good"|"bad","reason"}`.
///
/// It names the generation, so that a word about an earlier release is none about this one. Nobody
/// knows is neither good nor bad.
public sealed interface Word {
  /// The largest answer that is read.
  ByteSize MOST = ByteSize.ofKib(64);

  record Said(Verified.Result result, String reason) implements Word {}

  /// @param why nothing can be said
  record Unknown(String why) implements Word {}

  /// Reads an answer about one generation of an environment.
  static Word parse(Bytes answer, String environment, long generation) {
    try {
      Members word =
          Members.of(
              RegistryFault.SOURCE_UNUSABLE,
              JsonReader.readObject(answer, new JsonReader.Bounds(MOST, 2)));
      word.only("environment", "generation", "result", "reason");
      if (!word.text("environment").equals(environment)
          || word.integer("generation") != generation) {
        return new Unknown("the watch speaks of something else than generation " + generation);
      }
      String result = word.text("result");
      for (Verified.Result each : Verified.Result.values()) {
        if (each.name().toLowerCase(Locale.ROOT).equals(result)) {
          return new Said(each, shown(word.text("reason")));
        }
      }
      return new Unknown("the watch says neither good nor bad");
    } catch (EvidenceFault e) {
      return new Unknown("the watch says nothing that can be read: " + e.getMessage());
    }
  }

  private static String shown(String reason) {
    String printable = Place.printable(reason);
    return printable.length() > 300 ? printable.substring(0, 300) : printable;
  }
}
