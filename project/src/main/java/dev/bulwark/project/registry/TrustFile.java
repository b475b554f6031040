package dev.bulwark.project.registry;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What a place that opens releases is set up with, and believes: no secret, and worth guarding
/// from change.
///
/// ```
/// {"format": "bulwark-trust/v1", "environment", "judge": {public key}, "ledger": {"origin","vkeys"}}
/// ```
///
/// @param environment the name of the place
/// @param judge the key everything hangs from
/// @param ledger verifies checkpoints
public record TrustFile(String environment, VerifyingKey judge, LedgerVerifier ledger) {
  private static final String FORMAT = "bulwark-trust/v1";
  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(ByteSize.ofKib(64), 6);

  public String render() {
    return Json.object()
            .put("format", FORMAT)
            .put("environment", environment)
            .put("judge", judge.json())
            .put(
                "ledger",
                Json.object().put("origin", ledger.origin()).put("vkeys", ledger.vkeys()).build())
            .build()
            .canonical()
        + "\n";
  }

  /// @throws WorkspaceFault when there is none, or it is damaged
  public static TrustFile read(Path file) {
    try {
      if (Files.size(file) > BOUNDS.size().bytes()) {
        throw unusable(file, "a larger file", null);
      }
      Members members =
          Members.of(
              EvidenceFault.KEY_FILE_DAMAGED,
              JsonReader.readObject(Bytes.of(Files.readAllBytes(file)), BOUNDS));
      members.only("format", "environment", "judge", "ledger");
      if (!members.text("format").equals(FORMAT)) {
        throw members.wrong("format", FORMAT);
      }
      Members ledger = members.object("ledger");
      ledger.only("origin", "vkeys");
      return new TrustFile(
          members.word("environment"),
          VerifyingKey.parse(members.object("judge")),
          LedgerVerifier.parse(ledger.text("origin"), ledger.text("vkeys"))
              .orElseThrow(() -> ledger.wrong("vkeys", "the keys of a ledger")));
    } catch (IOException e) {
      throw unusable(file, e.getClass().getSimpleName(), e);
    } catch (EvidenceFault e) {
      throw unusable(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static WorkspaceFault unusable(Path file, String found, @Nullable Exception cause) {
    return new WorkspaceFault(
        WorkspaceFault.INVALID,
        "expected the trust file of an environment at %s, found: %s; write it again with `bulwark env trust` where the registry is"
            .formatted(file, found),
        cause);
  }
}
