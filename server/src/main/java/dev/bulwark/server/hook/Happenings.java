package dev.bulwark.server.hook;

import dev.bulwark.control.gate.DecisionStatement;
import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.finding.Findings;
import dev.bulwark.server.finding.Sighting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What happened, as a ledger says it: a pure function of its verified evidence, in its order. What
/// an entry is read as does not depend on those after it.
final class Happenings {
  private static final String HOLD = "hold";

  private final List<Happening> said = new ArrayList<>();
  private final Map<String, String> gates = new HashMap<>();
  private final Set<Json> waivers = new HashSet<>();
  private final Set<Long> sightings = new HashSet<>();

  private Happenings() {}

  /// @param ledger all its evidence, in its order
  static List<Happening> of(List<Evidence> ledger) {
    Happenings happenings = new Happenings();
    Findings.of(ledger).all().forEach(found -> happenings.opened(found.sightings()));
    ledger.stream()
        .filter(evidence -> evidence.assurance() != Assurance.A0)
        .forEach(happenings::read);
    return List.copyOf(happenings.said);
  }

  /// The entries in which something was there that was not there just before.
  private void opened(List<Sighting> all) {
    boolean there = false;
    for (Sighting sighting : all) {
      if (sighting.there() && !there) {
        sightings.add(sighting.entry());
      }
      there = sighting.there();
    }
  }

  private void read(Evidence evidence) {
    Json.Obj predicate = evidence.statement().predicate();
    switch (evidence.statement().predicateType()) {
      case PredicateType.VERIFICATION_SUMMARY ->
          predicate
              .object(DecisionStatement.EXTENSION)
              .ifPresent(decision -> decided(evidence, decision));
      case PredicateType.WAIVER -> waived(evidence, predicate);
      case PredicateType.TEST_RESULT -> {
        if (sightings.contains(evidence.index())) {
          say(HookKind.FINDING_OPENED, evidence);
        }
      }
      case PredicateType.REGISTRY -> registry(predicate).ifPresent(kind -> say(kind, evidence));
      case PredicateType.KEY -> {
        if (is(predicate, "event", "revoked")) {
          say(HookKind.KEY_REVOKED, evidence);
        }
      }
      default -> {}
    }
  }

  private void decided(Evidence evidence, Json.Obj decision) {
    String word = decision.text("decision").orElse("");
    String before = gates.put(decision.text("gate").orElse(""), word);
    if (word.equals(before)) {
      return;
    }
    say(HookKind.GATE_CHANGED, evidence);
    if (word.equals(HOLD)) {
      say(HookKind.APPROVAL_WAITING, evidence);
    }
  }

  /// The first half of a waiver waits for the second.
  private void waived(Evidence evidence, Json.Obj predicate) {
    Json words =
        Json.texts(
            List.of(
                predicate.text("control").orElse(""),
                predicate.text("reason").orElse(""),
                predicate.text("until").orElse("")));
    if (waivers.add(words)) {
      say(HookKind.APPROVAL_WAITING, evidence);
    }
  }

  private static Optional<HookKind> registry(Json.Obj event) {
    return switch (event.text("event").orElse("")) {
      case "deployed" ->
          switch (event.text("kind").orElse("")) {
            case "promotion" -> Optional.of(HookKind.RELEASE_PROMOTED);
            case "rollback" -> Optional.of(HookKind.RELEASE_ROLLED_BACK);
            case "suspension" -> Optional.of(HookKind.RELEASE_SUSPENDED);
            default -> Optional.empty();
          };
      case "held", "released" -> Optional.of(HookKind.VERSION_HELD);
      case "revoked" -> Optional.of(HookKind.VERSION_REVOKED);
      default -> Optional.empty();
    };
  }

  private static boolean is(Json.Obj predicate, String member, String value) {
    return predicate.text(member).filter(value::equals).isPresent();
  }

  private void say(HookKind kind, Evidence evidence) {
    said.add(new Happening(kind, evidence.index(), evidence.envelope(), evidence.received()));
  }
}
