package dev.bulwark.server.mlflow;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.upload.UploadLimits;
import dev.bulwark.server.upload.Uploads;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// The runs that wait, by owner: nobody else finds them. They lie in memory, so their notes are
/// bounded for one person and for all. Guarded by itself.
final class Runs {
  private static final int MOST = 1000;
  private static final int ID = 16;
  private static final ByteSize MOST_OF_ONE = ByteSize.ofMib(16);
  private static final ByteSize MOST_OF_ALL = ByteSize.ofMib(64);

  private final InstantSource clock;
  private final SecureRandom random;
  private final UploadLimits limits;
  private final Map<Uploads.Owner, Map<String, Run>> runs = new HashMap<>();

  Runs(InstantSource clock, SecureRandom random, UploadLimits limits) {
    this.clock = clock;
    this.random = random;
    this.limits = limits;
  }

  private Map<String, Run> of(Uploads.Owner owner) {
    Instant oldest = clock.instant().minus(limits.patience());
    runs.values().forEach(all -> all.values().removeIf(run -> run.started().isBefore(oldest)));
    runs.values().removeIf(Map::isEmpty);
    return runs.computeIfAbsent(owner, _ -> new HashMap<>());
  }

  private static long weight(Map<String, Run> all) {
    return all.values().stream().mapToLong(Run::weight).sum();
  }

  /// Keeps a run while its owner's and everybody's have room in memory.
  private void keep(Map<String, Run> own, Run run) {
    long before = Optional.ofNullable(own.get(run.id())).map(Run::weight).orElse(0L);
    long more = run.weight() - before;
    if (more > 0
        && (weight(own) + more > MOST_OF_ONE.bytes()
            || runs.values().stream().mapToLong(Runs::weight).sum() + more > MOST_OF_ALL.bytes())) {
      throw new ServerFault(
          ServerFault.TOO_LARGE,
          "expected at most %s of runs for one person in a system and %s for all, found more; runs are kept for a day"
              .formatted(MOST_OF_ONE, MOST_OF_ALL));
    }
    own.put(run.id(), run);
  }

  synchronized Run begin(Uploads.Owner owner, String name) {
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
    keep(all, run);
    return run;
  }

  /// @throws ServerFault `not-found`
  synchronized Run require(Uploads.Owner owner, String id) {
    return Optional.ofNullable(of(owner).get(id))
        .orElseThrow(
            () ->
                new ServerFault(
                    ServerFault.NOT_THERE,
                    "expected a run that you began here in the last day, found none; begin another,"
                        + " runs do not wait over a restart of the server"));
  }

  /// @throws ServerFault `not-found`; `too-large` when its notes have no room
  synchronized Run change(Uploads.Owner owner, String id, UnaryOperator<Run> change) {
    Run next = change.apply(require(owner, id));
    keep(of(owner), next);
    return next;
  }
}
