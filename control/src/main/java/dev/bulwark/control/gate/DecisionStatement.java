package dev.bulwark.control.gate;

import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.status.Answer;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.control.status.Assessment.Assessed;
import dev.bulwark.control.status.Described;
import dev.bulwark.control.status.Scope;
import dev.bulwark.control.status.Waiver;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.json.Rfc3339;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;

/// A decision as the ledger keeps it: a SLSA verification summary (VSA v1, SLSA 1.1).
///
/// The subjects are everything that was judged: the manifest, the documents, the artifacts. `deny`
/// and `hold` are both `FAILED` to a reader who knows only the standard. `inputAttestations` names
/// the description of the system and every piece of evidence behind the controls of this gate, by
/// its place in the ledger and its envelope's digest. What the standard has no member for stands
/// under a URI, as it asks of extensions:
///
/// ```
/// "https://bulwark.dev/decision/v1": {
///   "gate", "decision": "allow"|"deny"|"hold", "profile",
///   "expires": time,                                               only of an allow
///   "closed": [{"control","evidence","about","state"}],            why it is not open
///   "waived": [{"control","reason","until"}],
///   "warned": [control]}
/// ```
///
/// It holds words and digests and no prose, so that a later version that words a reason otherwise
/// still recomputes the same bytes.
public final class DecisionStatement {
  public static final String EXTENSION = "https://bulwark.dev/decision/v1";
  static final String SLSA_VERSION = "1.1";

  private DecisionStatement() {}

  /// @param verifierId a URI that identifies who decides
  public static Statement of(Decision decision, String verifierId) {
    Assessment assessment = decision.assessment();
    boolean allowed = decision instanceof Decision.Allow;
    Json.Obj predicate =
        Json.object()
            .put("verifier", Json.object().put("id", verifierId).build())
            .put("timeVerified", Rfc3339.render(assessment.asOf()))
            .put("resourceUri", resource(decision))
            .put("policy", policy(assessment.policy()))
            .put("inputAttestations", inputs(decision))
            .put("verificationResult", allowed ? "PASSED" : "FAILED")
            .put(
                "verifiedLevels",
                Json.texts(List.of(allowed ? "BULWARK_" + decision.gate().name() : "FAILED")))
            .put("slsaVersion", SLSA_VERSION)
            .put(EXTENSION, extension(decision))
            .build();
    return new Statement(subjects(assessment), PredicateType.VERIFICATION_SUMMARY, predicate);
  }

  private static String resource(Decision decision) {
    String system =
        decision.assessment().described() instanceof Scope scope ? scope.id() : "undescribed";
    return "bulwark:system/" + system + "/gate/" + decision.gate().word();
  }

  private static Json.Obj policy(Policy policy) {
    return Json.object()
        .put(
            "uri", "bulwark:policy/" + policy.catalogue().id() + "@" + policy.catalogue().version())
        .put("digest", Json.object().put("sha256", policy.digest().hex()).build())
        .build();
  }

  /// A system nobody described has no bytes; a decision about it is about the policy it was judged
  /// by.
  private static List<Subject> subjects(Assessment assessment) {
    return switch (assessment.described()) {
      case Scope scope -> {
        SequencedSet<Subject> subjects = new LinkedHashSet<>();
        subjects.add(scope.manifestSubject());
        subjects.addAll(scope.documents());
        scope.artifacts().values().forEach(subjects::addAll);
        yield List.copyOf(subjects);
      }
      case Described.Nothing _ -> List.of(new Subject("policy", assessment.policy().digest()));
    };
  }

  private static Json inputs(Decision decision) {
    SortedMap<Long, Digest> inputs = new TreeMap<>();
    Assessment assessment = decision.assessment();
    for (Assessed each : assessment.assessed()) {
      if (!each.control().gates().containsKey(decision.gate())) {
        continue;
      }
      for (Answer answer : each.status().answers()) {
        answer.behind().forEach(evidence -> add(inputs, evidence));
      }
    }
    decision.waived().stream()
        .flatMap(waiver -> waiver.signatures().stream())
        .forEach(evidence -> add(inputs, evidence));
    if (assessment.described() instanceof Scope scope) {
      inputs.put(scope.evidence().index(), scope.evidence().envelope());
    }
    List<Json> descriptors = new ArrayList<>();
    inputs.forEach(
        (index, digest) ->
            descriptors.add(
                Json.object()
                    .put("uri", RecordedDecision.uri(index))
                    .put("digest", Json.object().put("sha256", digest.hex()).build())
                    .build()));
    return Json.array(descriptors);
  }

  private static void add(SortedMap<Long, Digest> inputs, Evidence evidence) {
    inputs.put(evidence.index(), evidence.envelope());
  }

  private static Json.Obj extension(Decision decision) {
    Json.Builder members =
        Json.object()
            .put("gate", decision.gate().word())
            .put("decision", decision.word())
            .put("profile", profile(decision.assessment().described()))
            .put(
                "closed",
                Json.array(obstacles(decision).stream().map(DecisionStatement::closed).toList()))
            .put(
                "waived",
                Json.array(decision.waived().stream().map(DecisionStatement::waived).toList()))
            .put(
                "warned",
                Json.texts(decision.warnings().stream().map(each -> each.control().id()).toList()));
    if (decision instanceof Decision.Allow allow) {
      members.put("expires", Rfc3339.render(allow.expires()));
    }
    return members.build();
  }

  private static String profile(Described described) {
    return described instanceof Scope scope ? scope.profile() : "";
  }

  private static List<Obstacle> obstacles(Decision decision) {
    return switch (decision) {
      case Decision.Allow _ -> List.of();
      case Decision.Deny deny -> deny.obstacles();
      case Decision.Hold hold -> hold.obstacles();
    };
  }

  private static Json closed(Obstacle obstacle) {
    return switch (obstacle) {
      case Obstacle.Unmet(var control, Answer answer) ->
          closed(
              control.id(),
              answer.requirement().id(),
              answer.target().name(),
              answer.state().word());
      case Obstacle.NothingApplies(var control) -> closed(control.id(), "", "", "nothing-applies");
      case Obstacle.NotDescribed _ -> closed("", "", "", "not-described");
      case Obstacle.UnknownProfile _ -> closed("", "", "", "unknown-profile");
      case Obstacle.NoControl _ -> closed("", "", "", "no-control");
    };
  }

  private static Json closed(String control, String evidence, String about, String state) {
    return Json.object()
        .put("control", control)
        .put("evidence", evidence)
        .put("about", about)
        .put("state", state)
        .build();
  }

  private static Json waived(Waiver.InForce waiver) {
    return Json.object()
        .put("control", waiver.control())
        .put("reason", waiver.reason())
        .put("until", Rfc3339.render(waiver.until()))
        .build();
  }
}
