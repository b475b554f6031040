package dev.bulwark.registry.release;

import dev.bulwark.evidence.Receipt;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.RegistryFault;
import java.util.List;
import java.util.Optional;

/// What an environment should run, with everything needed to verify it offline. One file of
/// canonical JSON:
///
/// ```
/// {"format": "bulwark-pass/v1", "environment": receipt of its addition, "deployment": receipt,
///  "decision": receipt (none in a suspension), "versions": [receipt of each version's push],
///  "beside": {"deployment", "decision", "versions"} (while a canary runs)}
/// ```
///
/// Untrusted until {@link PassCheck} says otherwise: whoever can write where it lies can put an
/// older one there, and that is found by the generation a place remembers.
///
/// @param runs the newest generation
/// @param beside what other nodes run, while the newest is a canary
public record Pass(Receipt environment, Runs runs, Optional<Runs> beside) {
  public static final String FORMAT = "bulwark-pass/v1";

  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(ByteSize.ofMib(64), 9);

  /// All nodes run the same.
  public Pass(
      Receipt environment, Receipt deployment, Optional<Receipt> decision, List<Receipt> versions) {
    this(environment, new Runs(deployment, decision, versions), Optional.empty());
  }

  /// One generation.
  ///
  /// @param decision the newest that allows these bytes, which may be younger than the deployment
  public record Runs(Receipt deployment, Optional<Receipt> decision, List<Receipt> versions) {
    public Runs {
      versions = List.copyOf(versions);
    }

    private Json.Builder into(Json.Builder out) {
      out.put("deployment", deployment.json())
          .put("versions", Json.array(versions.stream().map(Receipt::json).toList()));
      decision.ifPresent(receipt -> out.put("decision", receipt.json()));
      return out;
    }

    private static Runs of(Members from) {
      return new Runs(
          Receipt.parse(from.object("deployment")),
          from.has("decision")
              ? Optional.of(Receipt.parse(from.object("decision")))
              : Optional.empty(),
          from.objects("versions").stream().map(Receipt::parse).toList());
    }
  }

  public Json.Obj json() {
    Json.Builder out =
        runs.into(Json.object().put("format", FORMAT).put("environment", environment.json()));
    beside.ifPresent(other -> out.put("beside", other.into(Json.object()).build()));
    return out.build();
  }

  /// @throws RegistryFault `registry-pass-malformed`
  public static Pass parse(Bytes file) {
    try {
      Members pass = Members.of(RegistryFault.PASS_MALFORMED, JsonReader.readObject(file, BOUNDS));
      pass.only("format", "environment", "deployment", "decision", "versions", "beside");
      if (!pass.text("format").equals(FORMAT)) {
        throw pass.wrong("format", FORMAT);
      }
      return new Pass(
          Receipt.parse(pass.object("environment")),
          Runs.of(pass),
          pass.has("beside") ? Optional.of(beside(pass.object("beside"))) : Optional.empty());
    } catch (EvidenceFault e) {
      throw new RegistryFault(
          RegistryFault.PASS_MALFORMED,
          "this is no pass of an environment: " + e.getMessage() + "; fetch it again",
          e);
    }
  }

  private static Runs beside(Members other) {
    other.only("deployment", "decision", "versions");
    return Runs.of(other);
  }
}
