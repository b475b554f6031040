package dev.bulwark.registry.release;

import dev.bulwark.control.gate.Decision;
import dev.bulwark.control.gate.Obstacle;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Stream;

/// Asks every gate again about what runs behind it, by the evidence of now.
///
/// Each answer is a decision on record. A yes carries the environment on: its pass gets the new
/// decision. A no closes it: the newest decision over these bytes is what a place goes by, so it
/// opens nothing more until the gate says yes or something else is deployed.
///
/// @param book where it is written
public record Recheck(Book book) {

  /// How an environment stands.
  public sealed interface Standing {
    String environment();

    /// Nothing runs there.
    record Idle(String environment) implements Standing {}

    /// What runs may go on.
    record Holds(String environment, SortedSet<VersionId> release, Instant until)
        implements Standing {}

    /// What runs would not be let in today, and cannot be opened any more.
    ///
    /// @param reasons for people, at least one
    record Drifted(String environment, SortedSet<VersionId> release, List<String> reasons)
        implements Standing {
      public Drifted {
        reasons = List.copyOf(reasons);
      }
    }
  }

  /// Everything that runs in every environment, in the order they were added.
  public List<Standing> all() {
    return book.state().environments().values().stream().flatMap(this::each).toList();
  }

  /// A canary and what it runs beside are asked about each by itself.
  private Stream<Standing> each(Environment environment) {
    List<Deployment> running = environment.running();
    return running.isEmpty()
        ? Stream.of(new Standing.Idle(environment.name()))
        : running.stream().map(now -> one(environment, now.versions()));
  }

  private Standing one(Environment environment, SortedSet<VersionId> release) {
    List<Version> versions = release.stream().map(book.state()::version).toList();
    Decision decision = book.decide(environment, versions);
    book.record(decision);
    List<String> reasons = new ArrayList<>();
    Map<Long, Evidence> ledger = book.ledger();
    versions.stream()
        .filter(version -> version.state() != Version.State.READY)
        .forEach(version -> reasons.addAll(Failures.of(version, ledger)));
    List<Obstacle> obstacles =
        switch (decision) {
          case Decision.Allow _ -> List.of();
          case Decision.Deny deny -> deny.obstacles();
          case Decision.Hold hold -> hold.obstacles();
        };
    obstacles.stream().map(Obstacle::text).distinct().forEach(reasons::add);
    return decision instanceof Decision.Allow allow && reasons.isEmpty()
        ? new Standing.Holds(environment.name(), release, allow.expires())
        : new Standing.Drifted(environment.name(), release, reasons);
  }
}
