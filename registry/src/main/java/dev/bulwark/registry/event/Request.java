package dev.bulwark.registry.event;

import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.Right;
import dev.bulwark.registry.VersionId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a person asks of the registry, under their own signature.
///
/// ```
/// {"ask": "push"|"promote"|"rollback"|"suspend"|"revoke"|"free"|"add-environment"|
///  "erase"|"retain"|"hold"|"release"|"follow"|"unfollow"|"watch",
///  "environment": name, "generation": n, "versions": ["scorer@1"], "reason": text,
///  "share": percent, when it is not for all nodes}
/// ```
///
/// @param environment empty when it concerns none
/// @param generation the environment's generation it is to follow, so that a wish is fulfilled at
///   most once and only in the state it was made for; 0 when it concerns none
/// @param versions empty when it names none
/// @param reason for people; may be empty
/// @param share of the nodes that are to run it, 1 to 100 percent
public record Request(
    Ask ask,
    String environment,
    long generation,
    List<VersionId> versions,
    String reason,
    int share) {

  /// For all nodes.
  public Request(
      Ask ask, String environment, long generation, List<VersionId> versions, String reason) {
    this(ask, environment, generation, versions, reason, Canary.WHOLE);
  }

  /// What can be asked for, and the right it takes.
  public enum Ask {
    PUSH(Right.REGISTRAR),
    ADD_ENVIRONMENT(Right.REGISTRAR),
    REVOKE(Right.REGISTRAR),
    ERASE(Right.REGISTRAR),
    RETAIN(Right.REGISTRAR),
    HOLD(Right.REGISTRAR),
    RELEASE(Right.REGISTRAR),
    PROMOTE(Right.PROMOTER),
    FREE(Right.PROMOTER),
    ROLLBACK(Right.ROLLBACK),
    SUSPEND(Right.ROLLBACK),
    /// To follow a channel by terms that are signed with the request.
    FOLLOW(Right.REGISTRAR),
    /// To follow it no more.
    UNFOLLOW(Right.REGISTRAR),
    /// To take somebody's word on how a release does, signed with the request.
    WATCH(Right.ROLLBACK);

    private final Right right;

    Ask(Right right) {
      this.right = right;
    }

    public Right right() {
      return right;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Request {
    versions = List.copyOf(versions);
  }

  /// The request as the statement the person signs, over what it is about.
  ///
  /// @param subjects the contents of the versions; the request itself when it names none
  public Statement statement(List<Subject> subjects) {
    Json.Builder wanted =
        Json.object()
            .put("ask", ask.word())
            .put("environment", environment)
            .put("generation", generation)
            .put("versions", Json.texts(versions.stream().map(VersionId::toString).toList()))
            .put("reason", reason);
    if (share != Canary.WHOLE) {
      wanted.put("share", share);
    }
    Json.Obj predicate = wanted.build();
    List<Subject> about =
        subjects.isEmpty()
            ? List.of(new Subject(ask.word(), Digest.of(predicate.canonicalBytes())))
            : subjects;
    return new Statement(about, PredicateType.REQUEST, predicate);
  }

  /// Reads a request; empty when the statement is none or lacks its shape.
  public static Optional<Request> of(Statement statement) {
    if (!statement.predicateType().equals(PredicateType.REQUEST)) {
      return Optional.empty();
    }
    try {
      Members members = Members.of(EvidenceFault.PREDICATE_MALFORMED, statement.predicate());
      members.only("ask", "environment", "generation", "versions", "reason", "share");
      Optional<Ask> ask =
          Arrays.stream(Ask.values())
              .filter(each -> each.word().equals(statement.predicate().text("ask").orElse("")))
              .findFirst();
      List<VersionId> versions = EventJson.versions(members, "versions");
      return ask.map(
          each ->
              new Request(
                  each,
                  members.text("environment"),
                  members.integer("generation"),
                  versions,
                  members.text("reason"),
                  members.has("share")
                      ? Math.clamp(members.integer("share"), 0, Canary.WHOLE)
                      : Canary.WHOLE));
    } catch (EvidenceFault e) {
      return Optional.empty();
    }
  }
}
