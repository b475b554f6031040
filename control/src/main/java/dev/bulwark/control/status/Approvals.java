package dev.bulwark.control.status;

import dev.bulwark.control.policy.Requirement;
import dev.bulwark.control.policy.Requirement.Source;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.Signer;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counts what people signed.
///
/// An approval counts while its signer holds the role they signed in, with a key that still counts,
/// over these very bytes, and is no author where independence is asked for. A person's own later
/// `reject` withdraws it. A rejection by somebody who could have approved keeps the requirement
/// unmet until that person approves: of two people who disagree, the worse counts.
final class Approvals {
  private final EvidenceIndex index;
  private final People people;
  private final Set<String> authors;
  private final Instant asOf;

  /// @param approve the newest approval in the role that counts
  /// @param reject the newest rejection in any role
  private record Voice(Optional<Evidence> approve, Optional<Evidence> reject, boolean inRole) {
    private static final Voice SILENT = new Voice(Optional.empty(), Optional.empty(), false);

    Voice approving(Evidence evidence) {
      return new Voice(Optional.of(newer(approve, evidence)), reject, inRole);
    }

    Voice rejecting(Evidence evidence, boolean eligible) {
      return new Voice(approve, Optional.of(newer(reject, evidence)), inRole || eligible);
    }

    private static Evidence newer(Optional<Evidence> known, Evidence evidence) {
      return known.filter(k -> k.received().isAfter(evidence.received())).orElse(evidence);
    }

    /// At the same instant the rejection counts.
    boolean isRejection() {
      return reject.isPresent()
          && (approve.isEmpty() || !approve.get().received().isAfter(reject.get().received()));
    }
  }

  Approvals(EvidenceIndex index, People people, Set<String> authors, Instant asOf) {
    this.index = index;
    this.people = people;
    this.authors = authors;
    this.asOf = asOf;
  }

  Answer answer(Requirement requirement, Source.Attestation asked, Subject subject) {
    List<Evidence> all = index.about(asked, subject.digest());
    List<String> notCounted = new ArrayList<>();
    SortedMap<String, Voice> voices = new TreeMap<>();
    for (Evidence evidence : all) {
      hear(requirement, asked, evidence, voices, notCounted);
    }
    Answer.Target target = new Answer.Target.Bytes(subject);
    List<String> rejecting =
        voices.entrySet().stream()
            .filter(voice -> voice.getValue().isRejection() && voice.getValue().inRole())
            .map(Map.Entry::getKey)
            .toList();
    List<Evidence> standing =
        voices.values().stream()
            .filter(voice -> !voice.isRejection())
            .flatMap(voice -> voice.approve().stream())
            .sorted(Comparator.comparingLong(Evidence::index))
            .toList();
    if (!rejecting.isEmpty()) {
      return new Answer(
          requirement,
          target,
          new Reason.Rejected(rejecting, approving(requirement, standing), asked.people()),
          all);
    }
    if (index.isErased(asked, subject.digest())) {
      notCounted.add("signatures over it were erased, and only newer ones count");
    }
    if (all.isEmpty() && index.any(asked)) {
      notCounted.add("signatures exist for another version");
    }
    return new Answer(
        requirement, target, counted(requirement, asked, standing, notCounted), standing);
  }

  private void hear(
      Requirement requirement,
      Source.Attestation asked,
      Evidence evidence,
      SortedMap<String, Voice> voices,
      List<String> notCounted) {
    Json.Obj predicate = evidence.statement().predicate();
    if (!(evidence.signer() instanceof Signer.Person(String _, String person))) {
      notCounted.add("entry " + evidence.index() + " is not signed by a known person");
      return;
    }
    Optional<String> objection = objection(requirement, asked, evidence, person);
    Voice voice = voices.getOrDefault(person, Voice.SILENT);
    switch (predicate.text("decision").orElse("")) {
      case "approve" -> {
        if (objection.isPresent()) {
          notCounted.add(person + " " + objection.get());
        } else {
          voices.put(person, voice.approving(evidence));
        }
      }
      case "reject" -> voices.put(person, voice.rejecting(evidence, objection.isEmpty()));
      default -> notCounted.add("entry " + evidence.index() + " neither approves nor rejects");
    }
  }

  private Optional<String> objection(
      Requirement requirement, Source.Attestation asked, Evidence evidence, String person) {
    String role = evidence.statement().predicate().text("role").orElse("");
    if (!people.carries(evidence, requirement.assurance())) {
      return Optional.of(
          "signed with a key that no longer counts, or with less than " + requirement.assurance());
    }
    if (!role.equals(asked.role())) {
      return Optional.of("signed in another role");
    }
    if (!people.holds(person, asked.role())) {
      return Optional.of("does not hold the role " + asked.role());
    }
    if (asked.independent() && authors.contains(person)) {
      return Optional.of("is an author of the system");
    }
    return Judge.unmet(requirement.condition(), evidence).map(_ -> "does not meet the condition");
  }

  private Reason counted(
      Requirement requirement,
      Source.Attestation asked,
      List<Evidence> standing,
      List<String> notCounted) {
    List<Instant> until =
        standing.stream()
            .map(evidence -> requirement.age().lastMoment(evidence.received()))
            .filter(last -> !asOf.isAfter(last))
            .sorted(Comparator.reverseOrder())
            .toList();
    return until.size() >= asked.people()
        ? new Reason.Holds(until.get(asked.people() - 1))
        : new Reason.TooFewPeople(
            approving(requirement, standing),
            standing.size() - until.size(),
            asked.people(),
            notCounted);
  }

  /// Whose approvals are not too old.
  private List<String> approving(Requirement requirement, List<Evidence> standing) {
    List<String> approving = new ArrayList<>();
    for (Evidence evidence : standing) {
      if (evidence.signer() instanceof Signer.Person(String _, String person)
          && !asOf.isAfter(requirement.age().lastMoment(evidence.received()))) {
        approving.add(person);
      }
    }
    return approving;
  }
}
