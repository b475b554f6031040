package dev.bulwark.control.status;

import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.Roster;
import dev.bulwark.evidence.RosterEvent;
import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;

/// The roster at one moment: who holds which role now, and whose signatures still carry anything.
public final class People {
  private final Roster roster;
  private final Instant asOf;

  People(Roster roster, Instant asOf) {
    this.roster = roster;
    this.asOf = asOf;
  }

  public boolean holds(String person, String role) {
    return roster.holds(person, role, asOf);
  }

  /// Everybody who holds the role.
  public SortedSet<String> holders(String role) {
    SortedSet<String> holders = new TreeSet<>(roster.people());
    holders.removeIf(person -> !holds(person, role));
    return holders;
  }

  /// Whether the person has a key whose signature would count now.
  public boolean canSign(String person) {
    return roster.keys().stream()
        .filter(key -> key.holder().equals(RosterEvent.Holder.person(person)))
        .anyMatch(key -> roster.trusts(key.key().id(), asOf));
  }

  /// What a piece carries by all that is known: nothing once its key is revoked for the moment of
  /// its receipt.
  Assurance assurance(Evidence evidence) {
    return roster.counts(evidence) ? evidence.assurance() : Assurance.A0;
  }

  boolean carries(Evidence evidence, Assurance least) {
    return assurance(evidence).atLeast(least);
  }
}
