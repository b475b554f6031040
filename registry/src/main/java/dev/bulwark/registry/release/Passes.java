package dev.bulwark.registry.release;

import dev.bulwark.control.gate.RecordedDecision;
import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.Receipt;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Writes out what each environment should run.
public final class Passes {
  private final EvidenceLog log;

  public Passes(EvidenceLog log) {
    this.log = log;
  }

  /// The pass of an environment; empty when nothing was ever deployed there.
  public Optional<Pass> of(RegistryState state, Environment environment) {
    return environment.current().map(now -> pass(state, environment, now));
  }

  private Pass pass(RegistryState state, Environment environment, Deployment now) {
    Ledger ledger = new Ledger(log.all());
    return new Pass(
        receipt(ledger, environment.event()),
        runs(ledger, state, environment, now),
        environment.running().stream()
            .skip(1)
            .findFirst()
            .map(other -> runs(ledger, state, environment, other)));
  }

  private Pass.Runs runs(
      Ledger ledger, RegistryState state, Environment environment, Deployment now) {
    List<Version> versions = now.versions().stream().map(state::version).toList();
    return new Pass.Runs(
        receipt(ledger, now.event()),
        decision(ledger.all(), environment, now, versions, state.asOf()).map(log::receipt),
        versions.stream().map(version -> receipt(ledger, version.event())).toList());
  }

  private Receipt receipt(Ledger ledger, Reference reference) {
    return log.receipt(ledger.at(reference));
  }

  /// All evidence, and the way from a place to it.
  private record Ledger(List<Evidence> all, Map<Long, Evidence> places) {
    Ledger(List<Evidence> all) {
      this(all, all.stream().collect(Collectors.toMap(Evidence::index, Function.identity())));
    }

    Evidence at(Reference reference) {
      return Optional.ofNullable(places.get(reference.index()))
          .filter(reference::names)
          .orElseThrow(() -> new IllegalStateException("the state names what the ledger lacks"));
    }
  }

  /// The newest word of the gate over these bytes, whatever it is: a no closes the environment, and
  /// so does a version that was revoked or fails by now.
  private static Optional<Evidence> decision(
      List<Evidence> ledger,
      Environment environment,
      Deployment now,
      List<Version> versions,
      Instant asOf) {
    boolean closed = versions.stream().anyMatch(version -> version.state() != Version.State.READY);
    if (closed || now.decision().isEmpty()) {
      return Optional.empty();
    }
    Set<Digest> bytes =
        versions.stream()
            .flatMap(version -> version.content().digests().stream())
            .collect(Collectors.toUnmodifiableSet());
    return ledger.stream()
        .filter(evidence -> !evidence.received().isAfter(asOf))
        .filter(evidence -> evidence.index() >= now.decision().get().index())
        .filter(evidence -> isAbout(evidence, environment, bytes))
        .max(Comparator.comparingLong(Evidence::index));
  }

  private static boolean isAbout(Evidence evidence, Environment environment, Set<Digest> bytes) {
    return evidence.assurance() == Assurance.A4
        && RecordedDecision.of(evidence.statement())
            .filter(decision -> decision.gate() == environment.gate())
            .filter(decision -> decision.subjects().containsAll(bytes))
            .isPresent();
  }
}
