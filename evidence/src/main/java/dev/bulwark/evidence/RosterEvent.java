package dev.bulwark.evidence;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.evidence.json.Rfc3339;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.evidence.passkey.Passkey;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.List;

/// One change of who may sign what: the predicate of type {@link PredicateType#KEY}.
///
/// ```
/// {"event": "enrolled",  "effective": time, "holder": {"kind": "person"|"collector"|"judge", "name"},
///                        "key": {"ed25519": base64, "ml-dsa-65": base64}}
/// {"event": "revoked",   "effective": time, "keyId": "sha256:…", "reason": "compromised"|"rotated"|"left"}
/// {"event": "granted",   "effective": time, "person", "role"}
/// {"event": "withdrawn", "effective": time, "person", "role"}
/// {"event": "passkey-enrolled", "effective": time, "passkey": Passkey.json(), "person"}
/// {"event": "passkey-removed",  "effective": time, "credential": base64, "person"}
/// ```
///
/// Times are RFC 3339; other members are refused. The subject of the statement is the key the event
/// is about, or the judge's key for a role or a passkey. Only a judge's signature gives it force,
/// see {@link Roster}. Persons are named by the id the manifest uses; a pseudonym serves as well.
public sealed interface RosterEvent {

  /// From when it counts; {@link Roster} says how that meets the time it was received.
  Instant effective();

  /// A key belongs to somebody. A key has one holder for ever; a holder may have several keys.
  record Enrolled(Holder holder, VerifyingKey key, Instant effective) implements RosterEvent {

    /// Whether it makes the key with that id a judge's.
    boolean isOf(String judgeKeyId) {
      return holder.kind() == Holder.Kind.JUDGE && key.id().equals(judgeKeyId);
    }
  }

  /// A key counts no more, for ever. May be effective before it was received: a key known to have
  /// been stolen last week is revoked from last week on.
  record Revoked(Digest key, Reason reason, Instant effective) implements RosterEvent {}

  /// A person holds a role.
  record Granted(String person, String role, Instant effective) implements RosterEvent {}

  /// A person holds a role no more, until it is granted again.
  record Withdrawn(String person, String role, Instant effective) implements RosterEvent {}

  /// A person confirms what they attest with this passkey. It has one holder for ever.
  record PasskeyEnrolled(String person, Passkey passkey, Instant effective)
      implements RosterEvent {}

  /// A passkey counts no more, for ever.
  record PasskeyRemoved(String person, Bytes credential, Instant effective)
      implements RosterEvent {}

  /// Who holds a key.
  ///
  /// @param name a person's id, a collector's name, or the judge's
  record Holder(Kind kind, String name) {
    public enum Kind {
      PERSON,
      COLLECTOR,
      JUDGE
    }

    public static Holder person(String name) {
      return new Holder(Kind.PERSON, name);
    }

    public static Holder collector(String name) {
      return new Holder(Kind.COLLECTOR, name);
    }

    public static Holder judge(String name) {
      return new Holder(Kind.JUDGE, name);
    }
  }

  /// Why a key was revoked.
  enum Reason {
    COMPROMISED,
    ROTATED,
    LEFT
  }

  /// The event as the statement its judge signs.
  ///
  /// @param judge the key that will sign: the subject of an event that is not about a key
  default Statement statement(VerifyingKey judge) {
    Subject subject =
        switch (this) {
          case Enrolled enrolled -> new Subject("key", enrolled.key().digest());
          case Revoked revoked -> new Subject("key", revoked.key());
          case Granted _, Withdrawn _, PasskeyEnrolled _, PasskeyRemoved _ ->
              new Subject("judge", judge.digest());
        };
    return new Statement(List.of(subject), PredicateType.KEY, json());
  }

  default Json.Obj json() {
    Json.Builder members = Json.object().put("effective", Rfc3339.render(effective()));
    return switch (this) {
      case Enrolled(Holder holder, VerifyingKey key, Instant _) ->
          members
              .put("event", "enrolled")
              .put(
                  "holder",
                  Json.object()
                      .put("kind", Word.of(holder.kind()))
                      .put("name", holder.name())
                      .build())
              .put("key", key.json())
              .build();
      case Revoked(Digest key, Reason reason, Instant _) ->
          members
              .put("event", "revoked")
              .put("keyId", key.toString())
              .put("reason", Word.of(reason))
              .build();
      case Granted(String person, String role, Instant _) ->
          members.put("event", "granted").put("person", person).put("role", role).build();
      case Withdrawn(String person, String role, Instant _) ->
          members.put("event", "withdrawn").put("person", person).put("role", role).build();
      case PasskeyEnrolled(String person, Passkey passkey, Instant _) ->
          members
              .put("event", "passkey-enrolled")
              .put("passkey", passkey.json())
              .put("person", person)
              .build();
      case PasskeyRemoved(String person, Bytes credential, Instant _) ->
          members
              .put("credential", Base64Text.render(credential))
              .put("event", "passkey-removed")
              .put("person", person)
              .build();
    };
  }

  /// @throws EvidenceFault `predicate-malformed`, or `key-malformed` for the key in it
  static RosterEvent parse(Json.Obj predicate) {
    Members event = Members.of(EvidenceFault.PREDICATE_MALFORMED, predicate);
    Instant effective = event.time("effective");
    return switch (event.text("event")) {
      case "enrolled" -> {
        event.only("event", "effective", "holder", "key");
        yield new Enrolled(
            holder(event.object("holder")), VerifyingKey.parse(event.object("key")), effective);
      }
      case "revoked" -> {
        event.only("event", "effective", "keyId", "reason");
        yield new Revoked(
            event.digest("keyId"), Word.parse(Reason.values(), event, "reason"), effective);
      }
      case "granted" -> {
        event.only("event", "effective", "person", "role");
        yield new Granted(event.word("person"), event.word("role"), effective);
      }
      case "withdrawn" -> {
        event.only("event", "effective", "person", "role");
        yield new Withdrawn(event.word("person"), event.word("role"), effective);
      }
      case "passkey-enrolled" -> {
        event.only("event", "effective", "passkey", "person");
        yield new PasskeyEnrolled(
            event.word("person"), Passkey.parse(event.object("passkey")), effective);
      }
      case "passkey-removed" -> {
        event.only("event", "effective", "credential", "person");
        yield new PasskeyRemoved(event.word("person"), event.base64("credential"), effective);
      }
      default ->
          throw event.wrong(
              "event",
              "enrolled, revoked, granted, withdrawn, passkey-enrolled or passkey-removed");
    };
  }

  private static Holder holder(Members holder) {
    holder.only("kind", "name");
    return new Holder(Word.parse(Holder.Kind.values(), holder, "kind"), holder.word("name"));
  }
}
