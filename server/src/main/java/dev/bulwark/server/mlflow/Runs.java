package dev.bulwark.server.mlflow;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.upload.UploadLimits;
import dev.bulwark.server.upload.Uploads;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// The runs that wait, by owner: nobody else finds them. Thread-safe.
final class Runs {
  private static final int MOST = 1000;
  private static final int ID = 16;

  private final InstantSource clock;
  private final SecureRandom random;
  private final UploadLimits limits;
  private final Map<Uploads.Owner, Map<String, Run>> runs = new ConcurrentHashMap<>();

  Runs(InstantSource clock, SecureRandom random, UploadLimits limits) {
    this.clock = clock;
    this.random = random;
    this.limits = limits;
  }

  private Map<String, Run> of(Uploads.Owner owner) {
    Instant oldest = clock.instant().minus(limits.patience());
    runs.values().forEach(all -> all.values().removeIf(run -> run.started().isBefore(oldest)));
    return runs.computeIfAbsent(owner, _ -> new ConcurrentHashMap<>());
  }

  Run begin(Uploads.Owner owner, String name) {
    Map<String, Run> all = of(owner);
    if (all.size() >= MOST) {
      throw new ServerFault(
          ServerFault.TOO_MANY, "expected at most 1,000 runs a day, found more; wait");
    }
    byte[] id = new byte[ID];
    random.nextBytes(id);
    Run run =
        new Run(
            Bytes.of(id).hex(),
            name,
            owner.person(),
            clock.instant(),
            "RUNNING",
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>());
    all.put(run.id(), run);
    return run;
  }

  /// @throws ServerFault `not-found`
  Run require(Uploads.Owner owner, String id) {
    return Optional.ofNullable(of(owner).get(id))
        .orElseThrow(
            () ->
                new ServerFault(
                    ServerFault.NOT_THERE,
                    "expected a run that you began here in the last day, found none; begin another,"
                        + " runs do not wait over a restart of the server"));
  }

  Run change(Uploads.Owner owner, String id, UnaryOperator<Run> change) {
    require(owner, id);
    return Optional.ofNullable(of(owner).computeIfPresent(id, (_, run) -> change.apply(run)))
        .orElseThrow(() -> new ServerFault(ServerFault.NOT_THERE, "the run has ended"));
  }
}
