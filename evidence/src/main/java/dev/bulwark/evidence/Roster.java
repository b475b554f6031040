package dev.bulwark.evidence;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.keys.VerifyingKey;
import dev.bulwark.evidence.passkey.Passkey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who held which key and which role when, as the ledger's {@link RosterEvent} statements say. A
/// pure function of evidence and `asOf`.
///
/// Trust starts at the root: the judge's key that the ledger's first entry enrols, signed by
/// itself. It enrols all others, further judges among them. The rules:
///
/// - **Only a judge's word counts**: an event signed by anybody else changes nothing.
/// - **What gives works forwards**: an enrolment or a grant counts from its effective time or its
///   receipt, whichever is later, and only while the judge's key that signed it is trusted for that
///   receipt. So nobody is made a signer of the past.
/// - **What takes may work backwards**: a revocation or a withdrawal counts from its effective
///   time, which may be before its receipt; evidence received from then on counts no more. It
///   counts when its signer was a judge as known at its receipt, whatever is learned about that
///   judge later: a thief of a judge's key can close doors, and not open any again.
/// - **A key has one holder and one life**: the first enrolment stands, and revoked is for ever.
///   Rotation is the enrolment of a new key and the revocation of the old one.
/// - **A withdrawal ends the grants recorded before it**, not those recorded after.
///
/// Immutable.
public final class Roster {

  private record Enrolment(RosterEvent.Holder holder, VerifyingKey key, Instant from) {}

  private record Span(long index, Instant from) {}

  private record RoleOf(String person, String role) {}

  private record Received(long index, Instant at, String signerKeyId, RosterEvent event) {}

  private final @Nullable VerifyingKey root;
  private final List<Received> events;
  private final List<String> problems;
  private final Map<String, Instant> revocations = new LinkedHashMap<>();
  private final Map<String, Enrolment> enrolments = new LinkedHashMap<>();
  private final Map<RoleOf, List<Span>> grants = new LinkedHashMap<>();
  private final Map<RoleOf, List<Span>> withdrawals = new LinkedHashMap<>();
  private final EnrolledPasskeys passkeys = new EnrolledPasskeys();

  private Roster(@Nullable VerifyingKey root, List<Received> events, List<String> problems) {
    this.root = root;
    this.events = events;
    this.problems = new ArrayList<>(problems);
    if (root != null) {
      enrolments.put(
          root.id(), new Enrolment(RosterEvent.Holder.judge("judge"), root, Instant.MIN));
    }
    events.forEach(this::take);
    events.forEach(this::give);
  }

  /// The roster of a ledger that has no event yet: the root alone.
  public static Roster of(VerifyingKey root) {
    return new Roster(root, List.of(), List.of());
  }

  /// What the evidence received up to `asOf` says; evidence of other kinds is passed over.
  ///
  /// The root is the judge's key that the ledger's first entry enrols, signed by itself. When that
  /// entry is not among the evidence, nobody is trusted.
  ///
  /// @param all the ledger's evidence, in any order
  public static Roster asOf(List<Evidence> all, Instant asOf) {
    List<Evidence> known =
        all.stream()
            .filter(evidence -> !evidence.received().isAfter(asOf))
            .filter(Roster::isEvent)
            .sorted(Comparator.comparingLong(Evidence::index))
            .toList();
    List<Received> events = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    known.forEach(evidence -> read(evidence, events, problems));
    return new Roster(root(events), events, problems);
  }

  private static @Nullable VerifyingKey root(List<Received> events) {
    return !events.isEmpty()
            && events.getFirst().index() == 0
            && events.getFirst().event() instanceof RosterEvent.Enrolled first
            && first.isOf(events.getFirst().signerKeyId())
        ? first.key()
        : null;
  }

  /// This roster and one more piece of evidence, received after all others.
  Roster with(Evidence evidence) {
    if (!isEvent(evidence)) {
      return this;
    }
    List<Received> more = new ArrayList<>(events);
    List<String> unread = new ArrayList<>();
    read(evidence, more, unread);
    return new Roster(root, more, unread);
  }

  /// Whether evidence signed by this key counts when it was received at that moment, by all that is
  /// known: the key was enrolled by then, and was not revoked from then or earlier.
  public boolean trusts(String keyId, Instant receivedAt) {
    Enrolment enrolment = enrolments.get(keyId);
    if (enrolment == null || enrolment.from().isAfter(receivedAt)) {
      return false;
    }
    Instant revoked = revocations.get(keyId);
    return revoked == null || revoked.isAfter(receivedAt);
  }

  /// Whether evidence still counts by all that is known: it is not A0, and its key is trusted for
  /// the moment of its receipt, and so is the passkey that confirmed it.
  public boolean counts(Evidence evidence) {
    return evidence.assurance() != Assurance.A0
        && trusts(evidence.signer().keyId(), evidence.received())
        && passkeys.count(evidence);
  }

  /// Whether the person held the role at that moment.
  public boolean holds(String person, String role, Instant at) {
    RoleOf key = new RoleOf(person, role);
    List<Span> ended = withdrawals.getOrDefault(key, List.of());
    return grants.getOrDefault(key, List.of()).stream()
        .filter(grant -> !grant.from().isAfter(at))
        .anyMatch(
            grant ->
                ended.stream()
                    .noneMatch(end -> end.index() > grant.index() && !end.from().isAfter(at)));
  }

  /// The roles the person held at that moment.
  public SortedSet<String> roles(String person, Instant at) {
    SortedSet<String> roles = new TreeSet<>();
    for (RoleOf granted : grants.keySet()) {
      if (granted.person().equals(person) && holds(person, granted.role(), at)) {
        roles.add(granted.role());
      }
    }
    return roles;
  }

  /// The passkeys that confirm what this person attests at that moment.
  public List<Passkey> passkeys(String person, Instant at) {
    return passkeys.of(person, at);
  }

  /// Everybody who ever held a key or a role, by id.
  public SortedSet<String> people() {
    SortedSet<String> people = new TreeSet<>();
    for (Enrolment enrolment : enrolments.values()) {
      if (enrolment.holder().kind() == RosterEvent.Holder.Kind.PERSON) {
        people.add(enrolment.holder().name());
      }
    }
    grants.keySet().forEach(granted -> people.add(granted.person()));
    return people;
  }

  /// One key and its life.
  ///
  /// @param from when it began to count; {@link Instant#MIN} for the root
  /// @param until when it ceased to; {@link Instant#MAX} while it counts
  public record Key(RosterEvent.Holder holder, VerifyingKey key, Instant from, Instant until) {}

  /// Every key ever enrolled, the root first, then by enrolment.
  public List<Key> keys() {
    return enrolments.entrySet().stream()
        .map(
            entry ->
                new Key(
                    entry.getValue().holder(),
                    entry.getValue().key(),
                    entry.getValue().from(),
                    revocations.getOrDefault(entry.getKey(), Instant.MAX)))
        .toList();
  }

  /// The public parts of an enrolled key, revoked or not.
  public Optional<VerifyingKey> key(String keyId) {
    return Optional.ofNullable(enrolments.get(keyId)).map(Enrolment::key);
  }

  /// Who signs with this key when something arrives at that moment; {@link Signer.Unknown} for a
  /// key that is not trusted then.
  public Signer signer(String keyId, Instant receivedAt) {
    Enrolment enrolment = enrolments.get(keyId);
    if (enrolment == null || !trusts(keyId, receivedAt)) {
      return new Signer.Unknown(keyId);
    }
    String name = enrolment.holder().name();
    return switch (enrolment.holder().kind()) {
      case PERSON -> new Signer.Person(keyId, name);
      case COLLECTOR -> new Signer.Collector(keyId, name);
      case JUDGE -> new Signer.Judge(keyId);
    };
  }

  /// Events that were signed by a judge and change nothing, each with its ledger index and why.
  public List<String> problems() {
    return Collections.unmodifiableList(problems);
  }

  private static boolean isEvent(Evidence evidence) {
    return evidence.statement().predicateType().equals(PredicateType.KEY)
        && evidence.signer() instanceof Signer.Judge;
  }

  private static void read(Evidence evidence, List<Received> events, List<String> problems) {
    try {
      events.add(
          new Received(
              evidence.index(),
              evidence.received(),
              evidence.signer().keyId(),
              RosterEvent.parse(evidence.statement().predicate())));
    } catch (EvidenceFault e) {
      problems.add("#" + evidence.index() + ": " + e.getMessage());
    }
  }

  private void take(Received received) {
    switch (received.event()) {
      case RosterEvent.Revoked revoked ->
          revocations.merge(
              revoked.key().toString(),
              revoked.effective(),
              (one, other) -> one.isBefore(other) ? one : other);
      case RosterEvent.Withdrawn withdrawn ->
          withdrawals
              .computeIfAbsent(
                  new RoleOf(withdrawn.person(), withdrawn.role()), _ -> new ArrayList<>())
              .add(new Span(received.index(), withdrawn.effective()));
      case RosterEvent.PasskeyRemoved removed -> passkeys.remove(removed);
      case RosterEvent.Enrolled _, RosterEvent.Granted _, RosterEvent.PasskeyEnrolled _ -> {}
    }
  }

  private void give(Received received) {
    if (!trusts(received.signerKeyId(), received.at())) {
      problems.add("#" + received.index() + ": the judge's key that signed it was revoked by then");
      return;
    }
    switch (received.event()) {
      case RosterEvent.Enrolled enrolled -> enrol(received, enrolled);
      case RosterEvent.Granted granted ->
          grants
              .computeIfAbsent(new RoleOf(granted.person(), granted.role()), _ -> new ArrayList<>())
              .add(new Span(received.index(), later(granted.effective(), received.at())));
      case RosterEvent.PasskeyEnrolled enrolled -> {
        if (!passkeys.enrol(enrolled, later(enrolled.effective(), received.at()))) {
          problems.add("#" + received.index() + ": the passkey it enrols is enrolled already");
        }
      }
      case RosterEvent.Revoked _, RosterEvent.Withdrawn _, RosterEvent.PasskeyRemoved _ -> {}
    }
  }

  private void enrol(Received received, RosterEvent.Enrolled enrolled) {
    if (received.index() == 0 && enrolled.isOf(received.signerKeyId())) {
      enrolments.put(
          received.signerKeyId(), new Enrolment(enrolled.holder(), enrolled.key(), Instant.MIN));
      return;
    }
    Enrolment enrolment =
        new Enrolment(
            enrolled.holder(), enrolled.key(), later(enrolled.effective(), received.at()));
    Enrolment first = enrolments.putIfAbsent(enrolled.key().id(), enrolment);
    if (first != null && !first.holder().equals(enrolled.holder())) {
      problems.add("#" + received.index() + ": the key it enrols has another holder already");
    }
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
