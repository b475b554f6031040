package dev.bulwark.control.gate;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.evidence.json.Rfc3339;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A decision as it was recorded, read back: what a registry may act on, and no {@link
/// Decision.Allow}, which only a gate makes.
///
/// @param system the id of the system it is about
/// @param allowed whether the gate was open
/// @param decided when
/// @param expires the last moment it may be acted on; the moment of the decision when it was not
///   allowed
/// @param policy the digest of the policy it was decided by
/// @param subjects the digests of everything that was judged
public record RecordedDecision(
    String system,
    GateName gate,
    boolean allowed,
    Instant decided,
    Instant expires,
    Digest policy,
    Set<Digest> subjects) {
  private static final String LEDGER = "bulwark:ledger/";
  private static final String SYSTEM = "bulwark:system/";

  public RecordedDecision {
    subjects = Set.copyOf(subjects);
  }

  /// Reads a decision of ours; empty when the statement is another, or lacks what one has.
  public static Optional<RecordedDecision> of(Statement statement) {
    if (!statement.predicateType().equals(PredicateType.VERIFICATION_SUMMARY)) {
      return Optional.empty();
    }
    Json.Obj predicate = statement.predicate();
    Optional<Json.Obj> ours = predicate.object(DecisionStatement.EXTENSION);
    Optional<GateName> gate = ours.flatMap(e -> e.text("gate")).flatMap(RecordedDecision::gate);
    Optional<Instant> decided = predicate.text("timeVerified").flatMap(Rfc3339::parse);
    Optional<Digest> policy =
        predicate.object("policy").flatMap(p -> p.object("digest")).flatMap(RecordedDecision::sha);
    Optional<String> system = predicate.text("resourceUri").flatMap(RecordedDecision::system);
    if (gate.isEmpty() || decided.isEmpty() || policy.isEmpty() || system.isEmpty()) {
      return Optional.empty();
    }
    Optional<Instant> expires =
        ours.flatMap(e -> e.text("expires"))
            .flatMap(Rfc3339::parse)
            .filter(_ -> ours.flatMap(e -> e.text("decision")).equals(Optional.of("allow")));
    return Optional.of(
        new RecordedDecision(
            system.get(),
            gate.get(),
            expires.isPresent(),
            decided.get(),
            expires.orElse(decided.get()),
            policy.get(),
            statement.subjects().stream()
                .map(Subject::digest)
                .collect(Collectors.toUnmodifiableSet())));
  }

  /// The places in the ledger a recorded decision names as its inputs.
  static Set<String> inputs(Evidence recorded) {
    return recorded.statement().predicate().items("inputAttestations").stream()
        .flatMap(input -> input instanceof Json.Obj object ? object.text("uri").stream() : null)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// How a decision names an entry of the ledger.
  static String uri(long index) {
    return LEDGER + index;
  }

  private static Optional<GateName> gate(String word) {
    return Arrays.stream(GateName.values()).filter(gate -> gate.word().equals(word)).findFirst();
  }

  private static Optional<Digest> sha(Json.Obj digests) {
    return digests.text("sha256").flatMap(Members::sha256);
  }

  private static Optional<String> system(String resource) {
    int end = resource.indexOf("/gate/");
    return resource.startsWith(SYSTEM) && end > SYSTEM.length()
        ? Optional.of(resource.substring(SYSTEM.length(), end))
        : Optional.empty();
  }
}
