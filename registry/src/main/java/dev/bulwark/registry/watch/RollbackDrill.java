package dev.bulwark.registry.watch;

import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.release.Moved;
import dev.bulwark.registry.release.Registrar;
import dev.bulwark.registry.release.Releases;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.RegistryState;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.function.LongSupplier;

/// Takes an environment back to its last good release for real, and forward again, with a clock
/// running: the suite `rollback-drill`.
///
/// When the way forward is closed meanwhile, the environment stays on its last good release, which
/// is where a rollback is meant to leave it; the drill says so.
///
/// @param registrar frees what the rollback took out
/// @param nanoTime a monotonic clock
public record RollbackDrill(Releases releases, Registrar registrar, LongSupplier nanoTime) {
  public static final String SUITE = "rollback-drill";

  /// Within this the pointer is switched and every byte of the last good release verified again.
  public static final Duration LIMIT = Duration.ofSeconds(5);

  private static final String REASON = "drill";

  private static final Rule BACK =
      rule(
          "RBK-001",
          "An environment cannot go back to its last good release",
          "When a release turns out bad, there is nothing to return to.",
          "Keep the evidence of the earlier release fresh, or promote a version that may be returned to.");
  private static final Rule GOOD =
      rule(
          "RBK-002",
          "What a rollback returned to is not whole",
          "The way back leads to bytes that are not what was pushed.",
          "Run `bulwark registry scrub` with a replica.");
  private static final Rule TIME =
      rule(
          "RBK-003",
          "A rollback takes longer than five seconds",
          "Meanwhile the bad release goes on.",
          "Look at the store's disk; keep what is deployed on a fast one.");
  private static final Rule FORWARD =
      rule(
          "RBK-004",
          "A drill could not return to the release before it",
          "The gate lets in no longer what ran a moment ago.",
          "Look at the reasons of the refusal; the environment is on its last good release.");

  /// Every rule of the suite.
  public static List<Rule> rules() {
    return List.of(BACK, GOOD, TIME, FORWARD);
  }

  private static Rule rule(String id, String title, String why, String fix) {
    return new Rule(new RuleId(id), title, why, fix, Severity.HIGH, Rule.References.NONE);
  }

  /// What the drill came to.
  ///
  /// @param back how long the way back took
  public record Result(SequencedMap<RuleId, Outcome> outcomes, Duration back) {}

  /// @param state before the drill
  /// @param person holds the rights to roll back and to promote
  /// @throws RegistryFault `registry-conflict` when nothing runs there, or there is nothing to go
  ///   back to
  public Result run(RegistryState state, String environment, SigningKey person) {
    if (state.environment(environment).hasCanary()) {
      throw new RegistryFault(
          RegistryFault.CONFLICT,
          "expected that all nodes of %s run the same, found a canary, which a drill would take back; end it first"
              .formatted(environment));
    }
    SortedSet<VersionId> before =
        state
            .environment(environment)
            .current()
            .map(Deployment::versions)
            .filter(versions -> !versions.isEmpty())
            .orElseThrow(
                () ->
                    new RegistryFault(
                        RegistryFault.CONFLICT,
                        "expected something to run in %s, found nothing; promote a version first"
                            .formatted(environment)));
    long start = nanoTime.getAsLong();
    Moved back = releases.rollback(environment, Optional.empty(), person, REASON);
    Duration took = Duration.ofNanos(nanoTime.getAsLong() - start);
    SequencedMap<RuleId, Outcome> outcomes = new LinkedHashMap<>();
    Place place = Place.of("environment/" + environment);
    switch (back) {
      case Moved.Refused refused -> {
        outcomes.put(
            BACK.id(), failed(BACK, place, String.join("; ", refused.refusal().reasons())));
        List.of(GOOD, TIME, FORWARD)
            .forEach(rule -> outcomes.put(rule.id(), undecided("the way back was refused")));
      }
      case Moved.Done done -> {
        outcomes.put(BACK.id(), Outcome.passed());
        outcomes.put(
            GOOD.id(),
            done.deployment().isGood()
                ? Outcome.passed()
                : failed(GOOD, place, "the last good release was found bad"));
        outcomes.put(
            TIME.id(),
            took.compareTo(LIMIT) <= 0
                ? Outcome.passed()
                : failed(TIME, place, "the way back took %d ms".formatted(took.toMillis())));
        outcomes.put(FORWARD.id(), forward(environment, done.deployment(), before, person, place));
      }
    }
    return new Result(outcomes, took);
  }

  private Outcome forward(
      String environment,
      Deployment back,
      SortedSet<VersionId> before,
      SigningKey person,
      Place place) {
    before.stream()
        .filter(id -> !back.versions().contains(id))
        .forEach(id -> registrar.free(environment, id, person, REASON));
    return switch (releases.promote(environment, before, person, REASON)) {
      case Moved.Done _ -> Outcome.passed();
      case Moved.Refused refused ->
          failed(FORWARD, place, String.join("; ", refused.refusal().reasons()));
    };
  }

  private static Outcome failed(Rule rule, Place place, String message) {
    return Outcome.of(List.of(new Finding(rule.id(), rule.severity(), place, message)));
  }

  private static Outcome undecided(String why) {
    return Outcome.undecided(Outcome.Reason.UNSUPPORTED, why);
  }
}
