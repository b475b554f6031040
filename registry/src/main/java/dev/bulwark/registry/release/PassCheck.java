package dev.bulwark.registry.release;

import dev.bulwark.control.gate.RecordedDecision;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Receipt;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.evidence.tlog.LedgerVerifier;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Canary;
import dev.bulwark.registry.event.RegistryEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Verifies a {@link Pass} at a place that has neither the vault nor the network.
///
/// Guarantees for {@link Result.Admitted}: the judge said that this environment, with this very
/// key, runs these versions; the ledger took that in; the environment's gate allows exactly these
/// bytes and its word has not run out; no later generation was seen here. While a canary runs, of
/// the two generations only the one that falls to this place is admitted, whatever becomes of the
/// other.
///
/// @param ledger the keys of the ledger
/// @param judge the key everything hangs from
/// @param environment the name of this place
/// @param key the public half of this place's own key, as JSON
public record PassCheck(
    LedgerVerifier ledger, VerifyingKey judge, String environment, Json.Obj key) {

  /// What checking came to.
  public sealed interface Result {

    /// @param generation of the versions, which is not the newest where a canary runs elsewhere
    /// @param versions what to open
    /// @param seen what to remember from now on
    record Admitted(
        long generation, SortedMap<VersionId, Grantee> versions, Instant until, Seen seen)
        implements Result {
      public Admitted {
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
      }
    }

    /// Nothing may be opened here.
    ///
    /// @param expected what must hold
    /// @param found what does not
    /// @param seen what to remember all the same: a word that closes this place is not to be
    ///   followed by an older one that opens it
    record Refused(String expected, String found, Seen seen) implements Result {}
  }

  /// A version this place may open.
  ///
  /// @param list the name of its packing list
  /// @param grant the digest of its sealed data key
  public record Grantee(Content content, String list, Digest grant) {}

  /// A step that does not hold.
  private static final class Stops extends RuntimeException {
    private final String expected;
    private final String found;

    Stops(String expected, String found) {
      super(found, null, false, false);
      this.expected = expected;
      this.found = found;
    }
  }

  /// What all nodes run.
  public Result check(Pass pass, Seen seen, Instant now) {
    return check(pass, new Which.Only(), seen, now);
  }

  /// @param which of two generations, while a canary runs
  /// @param seen what this place remembers
  public Result check(Pass pass, Which which, Seen seen, Instant now) {
    try {
      return admitted(pass, which, seen, now);
    } catch (Stops stops) {
      return new Result.Refused(stops.expected, stops.found, learned(pass, seen));
    }
  }

  /// What a pass shows of this place's place in the ledger, whatever else is wrong with it.
  private Seen learned(Pass pass, Seen seen) {
    try {
      RegistryEvent.Deployed deployed =
          event(pass.runs().deployment(), RegistryEvent.Deployed.class);
      long size = logged(pass.runs().deployment()).checkpoint().size();
      return deployed.environment().equals(environment)
          ? new Seen(
              Math.max(seen.generation(), deployed.generation()), Math.max(seen.ledger(), size))
          : seen;
    } catch (Stops stops) {
      return seen;
    }
  }

  private Result admitted(Pass pass, Which which, Seen seen, Instant now) {
    RegistryEvent.EnvironmentAdded here =
        event(pass.environment(), RegistryEvent.EnvironmentAdded.class);
    require(
        here.environment().equals(environment),
        "a pass for " + environment,
        "one for " + here.environment());
    require(
        here.key().canonical().equals(key.canonical()),
        "a pass for the key of this place",
        "one for another key of that name");
    Receipt.Verification.Logged logged = logged(pass.runs().deployment());
    RegistryEvent.Deployed deployed = deployed(pass.runs());
    require(
        deployed.generation() >= seen.generation(),
        "generation %d or a later one, as seen here before".formatted(seen.generation()),
        "generation " + deployed.generation());
    require(
        logged.checkpoint().size() >= seen.ledger(),
        "a ledger of at least %d entries, as seen here before".formatted(seen.ledger()),
        "one of %d".formatted(logged.checkpoint().size()));
    require(!deployed.grants().isEmpty(), "a release", "that " + environment + " is suspended");
    Pass.Runs runs = chosen(pass, deployed, which);
    RegistryEvent.Deployed its = deployed(runs);
    RecordedDecision decision = decision(runs, here);
    require(
        !now.isAfter(decision.expires()),
        "a decision that counts now",
        "one that ran out at " + decision.expires());
    SortedMap<VersionId, Grantee> versions = versions(runs, its, decision);
    return new Result.Admitted(
        its.generation(),
        versions,
        decision.expires(),
        new Seen(deployed.generation(), Math.max(seen.ledger(), logged.checkpoint().size())));
  }

  private RegistryEvent.Deployed deployed(Pass.Runs runs) {
    RegistryEvent.Deployed deployed = event(runs.deployment(), RegistryEvent.Deployed.class);
    require(
        deployed.environment().equals(environment),
        "what runs in " + environment,
        "what runs in " + deployed.environment());
    return deployed;
  }

  /// The generation that falls to this place. The newest says beside which one it runs, so that
  /// nobody can put another there.
  private Pass.Runs chosen(Pass pass, RegistryEvent.Deployed newest, Which which) {
    Optional<Canary> canary = newest.canary();
    if (canary.isEmpty()) {
      require(pass.beside().isEmpty(), "one generation, which all nodes run", "another beside it");
      require(
          !(which instanceof Which.Generation(long number)) || number == newest.generation(),
          "the generation that runs, " + newest.generation(),
          "that another is asked for");
      return pass.runs();
    }
    Pass.Runs other =
        pass.beside()
            .orElseThrow(() -> new Stops("what the canary runs beside", "the canary alone"));
    RegistryEvent.Deployed beside = deployed(other);
    require(
        beside.generation() == canary.get().beside()
            && beside.canary().isEmpty()
            && !beside.grants().isEmpty(),
        "generation %d beside the canary".formatted(canary.get().beside()),
        "generation " + beside.generation());
    boolean isCanary =
        switch (which) {
          case Which.Only() ->
              throw new Stops(
                  "the name of this node, or the generation to open, while %d percent of the nodes run generation %d and the others %d"
                      .formatted(canary.get().share(), newest.generation(), canary.get().beside()),
                  "neither");
          case Which.Node(String name) -> canary.get().takes(environment, name);
          case Which.Generation(long number) -> {
            require(
                number == newest.generation() || number == canary.get().beside(),
                "generation %d or %d, which run"
                    .formatted(canary.get().beside(), newest.generation()),
                "that generation %d is asked for".formatted(number));
            yield number == newest.generation();
          }
        };
    return isCanary ? pass.runs() : other;
  }

  private RecordedDecision decision(Pass.Runs runs, RegistryEvent.EnvironmentAdded here) {
    Receipt receipt =
        runs.decision()
            .orElseThrow(
                () -> new Stops("the gate's decision for what runs here", "none: it is closed"));
    Receipt.Verification.Logged logged = logged(receipt);
    RecordedDecision decision =
        RecordedDecision.of(logged.statement())
            .orElseThrow(() -> new Stops("the gate's decision", "another statement"));
    require(
        decision.allowed() && decision.gate().word().equals(here.gate()),
        "that the gate " + here.gate() + " allows it",
        "a decision of " + decision.gate().word() + " that does not");
    boolean its = logged(runs.deployment()).statement().predicate().object("decision").isPresent();
    require(its, "a deployment that a decision stands behind", "one without");
    return decision;
  }

  private SortedMap<VersionId, Grantee> versions(
      Pass.Runs runs, RegistryEvent.Deployed deployed, RecordedDecision decision) {
    SortedMap<VersionId, Grantee> versions = new TreeMap<>();
    for (Receipt receipt : runs.versions()) {
      RegistryEvent.Pushed pushed = event(receipt, RegistryEvent.Pushed.class);
      Digest grant =
          Optional.ofNullable(deployed.grants().get(pushed.version()))
              .orElseThrow(
                  () -> new Stops("the release's versions", pushed.version() + " besides"));
      List<Digest> strange = new ArrayList<>(pushed.content().digests());
      strange.removeAll(decision.subjects());
      require(
          strange.isEmpty(),
          "a decision about every file of " + pushed.version(),
          strange.size() + " files it is not about");
      versions.put(pushed.version(), new Grantee(pushed.content(), pushed.list(), grant));
    }
    require(
        versions.keySet().equals(deployed.grants().keySet()),
        "the release's versions " + deployed.grants().keySet(),
        versions.keySet().toString());
    return versions;
  }

  private <E extends RegistryEvent> E event(Receipt receipt, Class<E> kind) {
    Receipt.Verification.Logged logged = logged(receipt);
    require(
        logged.statement().predicateType().equals(PredicateType.REGISTRY),
        "an event of the registry",
        "another statement");
    RegistryEvent event;
    try {
      event = RegistryEvent.parse(logged.statement().predicate());
    } catch (RegistryFault e) {
      throw new Stops("an event of the registry", String.valueOf(e.getMessage()));
    }
    require(kind.isInstance(event), "the event " + kind.getSimpleName(), "another event");
    return kind.cast(event);
  }

  private Receipt.Verification.Logged logged(Receipt receipt) {
    return switch (receipt.verify(ledger, judge)) {
      case Receipt.Verification.Logged logged -> logged;
      case Receipt.Verification.Refused(String expected, String found) ->
          throw new Stops(expected, found);
    };
  }

  private static void require(boolean holds, String expected, String found) {
    if (!holds) {
      throw new Stops(expected, found);
    }
  }
}
