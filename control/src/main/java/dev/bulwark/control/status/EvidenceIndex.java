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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is visible at a moment, found by what it says and what it is about. What the ledger
/// received later does not exist here.
final class EvidenceIndex {

  /// @param type a predicate type
  /// @param name the suite or the attestation's kind; empty for other types
  private record Topic(String type, String name) {}

  private final Map<Topic, Map<Digest, List<Evidence>>> byTopic = new HashMap<>();
  private final List<Evidence> waivers = new ArrayList<>();
  private final People people;
  private @Nullable Evidence system;

  private EvidenceIndex(People people) {
    this.people = people;
  }

  static EvidenceIndex of(List<Evidence> ledger, People people, Instant asOf) {
    EvidenceIndex index = new EvidenceIndex(people);
    for (Evidence evidence : ledger) {
      if (!evidence.received().isAfter(asOf)) {
        index.add(evidence);
      }
    }
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

  /// The judge's newest description counts; of several received at once, the last in the ledger.
  private void offerSystem(Evidence evidence) {
    Evidence known = system;
    if (people.carries(evidence, Assurance.A4) && (known == null || isNewer(evidence, known))) {
      system = evidence;
    }
  }

  private static boolean isNewer(Evidence one, Evidence other) {
    int order = one.received().compareTo(other.received());
    return order > 0 || (order == 0 && one.index() > other.index());
  }

  Described described() {
    return system == null
        ? new Described.Nothing("no description of the system is in the ledger yet")
        : ScopeReader.read(system);
  }

  /// Everything of that source about those bytes, of any assurance, in the ledger's order.
  List<Evidence> about(Source source, Digest digest) {
    return topic(source).getOrDefault(digest, List.of());
  }

  /// Whether there is anything of that source about any bytes.
  boolean any(Source source) {
    return !topic(source).isEmpty();
  }

  private Map<Digest, List<Evidence>> topic(Source source) {
    Topic topic =
        switch (source) {
          case Source.Suite suite -> new Topic(PredicateType.TEST_RESULT, suite.name());
          case Source.Attestation a -> new Topic(PredicateType.ATTESTATION, a.name());
          case Source.Statement statement -> new Topic(statement.predicateType(), "");
        };
    return byTopic.getOrDefault(topic, Map.of());
  }

  List<Evidence> waivers() {
    return waivers;
  }
}
