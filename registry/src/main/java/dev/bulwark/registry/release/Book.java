package dev.bulwark.registry.release;

import dev.bulwark.control.gate.Decision;
import dev.bulwark.control.gate.DecisionStatement;
import dev.bulwark.control.gate.Gate;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.Right;
import dev.bulwark.registry.event.Mandate;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.Request;
import dev.bulwark.registry.state.Channel;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.Ground;
import dev.bulwark.registry.state.Objection;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The registry's pages of the ledger: reads its state, and writes what the judge and people say.
///
/// @param judge signs what happened
/// @param verifierId a URI that identifies who decides
public record Book(EvidenceLog log, SigningKey judge, String verifierId, InstantSource clock) {

  /// What the registry holds now.
  public RegistryState state() {
    return RegistryState.at(log.all(), clock.instant());
  }

  /// All evidence there is, by index.
  Map<Long, Evidence> ledger() {
    return log.all().stream().collect(Collectors.toMap(Evidence::index, Function.identity()));
  }

  /// Why no request is taken under this; empty when one is.
  Optional<Objection> stranger(Mandate mandate) {
    return mandate.stranger(log, clock.instant()).map(why -> new Objection(Ground.ACCESS, why));
  }

  /// What a move leans on, over what it is about.
  Reference ask(Mandate mandate, Request request, List<Version> about) {
    return mandate.request(request, contents(about), log);
  }

  /// The gate's decision over exactly these bytes, now.
  ///
  /// @throws RegistryFault `registry-conflict` when no policy is in force
  Decision decide(Environment environment, List<Version> versions) {
    List<Evidence> ledger = log.all();
    Policy policy =
        Policy.inForce(ledger, clock.instant())
            .orElseThrow(
                () ->
                    new RegistryFault(
                        RegistryFault.CONFLICT,
                        "expected a policy in force, found none; run `bulwark check` first"));
    Set<Digest> bytes =
        versions.stream()
            .flatMap(version -> version.content().digests().stream())
            .collect(Collectors.toUnmodifiableSet());
    return Gate.decide(
        environment.gate(),
        Assessment.of(policy, ledger, clock.instant(), scope -> scope.covers(bytes)));
  }

  Evidence record(Decision decision) {
    return log.record(DecisionStatement.of(decision, verifierId), judge);
  }

  /// Why an event would not count now; empty when it would.
  public Optional<Objection> objection(RegistryEvent event) {
    return RegistryState.objection(log.all(), clock.instant(), event);
  }

  /// Why a standing order does not carry a right now; empty when it does.
  public Optional<String> lapsed(Channel channel, Right right) {
    return RegistryState.lapsed(log.all(), clock.instant(), channel, right);
  }

  /// Records an event that nobody asked for and that counts, or says why it would not.
  ///
  /// @throws RegistryFault `registry-invalid`
  void change(RegistryEvent event) {
    objection(event)
        .ifPresent(
            objection -> {
              throw new RegistryFault(
                  RegistryFault.INVALID, "the registry does not take this in: " + objection.why());
            });
    record(event, List.of());
  }

  void record(RegistryEvent event, List<Version> about) {
    log.record(event.statement(contents(about)), judge);
  }

  /// What versions are, for a request or an event to be signed over.
  static List<Subject> contents(List<Version> versions) {
    return versions.stream()
        .map(version -> new Subject(version.id().toString(), version.content().digest()))
        .toList();
  }
}
