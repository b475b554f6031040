package dev.bulwark.control.status;

import dev.bulwark.control.policy.Requirement.Source;
import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What is visible at a moment, found by what it says and what it is about. What the ledger
/// received later does not exist here.
final class EvidenceIndex {

  /// @param type a predicate type
  /// @param name the suite or the attestation's kind; empty for other types
  private record Topic(String type, String name) {}

  private final Map<Topic, Map<Digest, List<Evidence>>> byTopic = new HashMap<>();
  private final List<Evidence> waivers = new ArrayList<>();
  private final People people;
  private final Erasures erasures;
  private final List<Evidence> systems = new ArrayList<>();

  private EvidenceIndex(People people, Erasures erasures) {
    this.people = people;
    this.erasures = erasures;
  }

  static EvidenceIndex of(List<Evidence> ledger, People people, Instant asOf) {
    EvidenceIndex index = new EvidenceIndex(people, Erasures.in(ledger));
    ledger.stream()
        .filter(evidence -> !evidence.received().isAfter(asOf))
        .sorted(Comparator.comparingLong(Evidence::index))
        .forEach(index::add);
    return index;
  }

  private void add(Evidence evidence) {
    Statement statement = evidence.statement();
    switch (statement.predicateType()) {
      case PredicateType.SYSTEM -> offerSystem(evidence);
      case PredicateType.WAIVER -> waivers.add(evidence);
      case PredicateType.TEST_RESULT -> put(evidence, statement.predicate().text("suite"));
      case PredicateType.ATTESTATION -> put(evidence, statement.predicate().text("kind"));
      default -> put(evidence, Optional.of(""));
    }
  }

  private void put(Evidence evidence, Optional<String> name) {
    if (name.isEmpty()) {
      return;
    }
    Topic topic = new Topic(evidence.statement().predicateType(), name.get());
    Map<Digest, List<Evidence>> byDigest = byTopic.computeIfAbsent(topic, _ -> new HashMap<>());
    for (Subject subject : evidence.statement().subjects()) {
      List<Evidence> about = byDigest.computeIfAbsent(subject.digest(), _ -> new ArrayList<>(2));
      if (about.isEmpty() || about.getLast() != evidence) {
        about.add(evidence);
      }
    }
  }

  /// Only the judge describes.
  private void offerSystem(Evidence evidence) {
    if (people.carries(evidence, Assurance.A4)) {
      systems.add(evidence);
    }
  }

  /// The newest description that is wanted; of several received at once, the last in the ledger.
  Described described(Predicate<Scope> wanted) {
    if (systems.isEmpty()) {
      return new Described.Nothing("no description of the system is in the ledger yet");
    }
    systems.sort(
        Comparator.comparing(Evidence::received).thenComparingLong(Evidence::index).reversed());
    Described.Nothing nothing =
        new Described.Nothing("no description of the system covers these bytes");
    for (Evidence system : systems) {
      if (system.index() < erasures.lastOf(PredicateType.SYSTEM)) {
        return new Described.Nothing("a newer description of the system was erased");
      }
      switch (ScopeReader.read(system)) {
        case Scope scope -> {
          if (wanted.test(scope)) {
            return scope;
          }
        }
        // The newest one stands for the system even when it cannot be read.
        case Described.Nothing unreadable -> {
          return unreadable;
        }
      }
    }
    return nothing;
  }

  /// Everything of that source about those bytes, of any assurance, in the ledger's order; without
  /// what came before something of that type that was erased.
  List<Evidence> about(Source source, Digest digest) {
    List<Evidence> all = topic(source).getOrDefault(digest, List.of());
    long erased = erasures.last(topicOf(source).type(), digest);
    return erased < 0 ? all : all.stream().filter(piece -> piece.index() > erased).toList();
  }

  boolean isErased(Source source, Digest digest) {
    return erasures.last(topicOf(source).type(), digest) >= 0;
  }

  /// Whether there is anything of that source about any bytes.
  boolean any(Source source) {
    return !topic(source).isEmpty();
  }

  private Map<Digest, List<Evidence>> topic(Source source) {
    return byTopic.getOrDefault(topicOf(source), Map.of());
  }

  private static Topic topicOf(Source source) {
    return switch (source) {
      case Source.Suite suite -> new Topic(PredicateType.TEST_RESULT, suite.name());
      case Source.Attestation attestation ->
          new Topic(PredicateType.ATTESTATION, attestation.name());
      case Source.Statement statement -> new Topic(statement.predicateType(), "");
    };
  }

  List<Evidence> waivers() {
    return waivers;
  }
}
