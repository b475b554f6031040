package dev.bulwark.control.status;

import dev.bulwark.control.policy.Control;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.policy.Requirement;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.Roster;
import dev.bulwark.kernel.condition.Condition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The status of every control of one system at one moment: a pure function of the policy, a prefix
/// of the ledger and `asOf`, and there is no other way to a status (law 2).
///
/// What the ledger received after `asOf` is invisible. A system that is not described, or asks for
/// a profile nobody knows, is judged by every control of the catalogue. Immutable and thread-safe.
public final class Assessment {

  /// One control and where it stands.
  public record Assessed(Control control, ControlStatus status) {}

  /// A control that was not judged, and why.
  public record Excluded(Control control, String why) {}

  private final Policy policy;
  private final Instant asOf;
  private final Described described;
  private final People people;
  private final List<Assessed> assessed = new ArrayList<>();
  private final List<Excluded> excluded = new ArrayList<>();
  private final List<Waiver> waivers;

  private Assessment(Policy policy, List<Evidence> ledger, Instant asOf, Predicate<Scope> wanted) {
    this.policy = policy;
    this.asOf = asOf;
    this.people = new People(Roster.asOf(ledger, asOf), asOf);
    EvidenceIndex index = EvidenceIndex.of(ledger, people, asOf);
    this.described = index.described(wanted);
    switch (described) {
      case Scope scope -> {
        judge(scope, new Judge(scope, index, people, asOf));
        this.waivers = Waivers.at(scope, index, people, asOf);
      }
      case Described.Nothing(String why) -> {
        policy.catalogue().controls().forEach(control -> assessed.add(undescribed(control, why)));
        this.waivers = List.of();
      }
    }
  }

  /// Judges. Digits of `asOf` beyond the microsecond are cut: the ledger writes none.
  ///
  /// @param ledger all evidence of a prefix of the ledger, in any order. What came after `asOf` is
  ///   passed over, except erasures: what is gone is gone for every date
  public static Assessment of(Policy policy, List<Evidence> ledger, Instant asOf) {
    return of(policy, ledger, asOf, _ -> true);
  }

  /// Judges the system as it was described when it consisted of other bytes: an earlier release, by
  /// the policy and the evidence of now.
  ///
  /// @param wanted the newest description of which this is true is the one that is judged
  public static Assessment of(
      Policy policy, List<Evidence> ledger, Instant asOf, Predicate<Scope> wanted) {
    return new Assessment(policy, ledger, asOf.truncatedTo(ChronoUnit.MICROS), wanted);
  }

  private void judge(Scope scope, Judge judge) {
    List<Control> selected = policy.selected(scope.profile());
    for (Control control : selected) {
      if (control.applies().decide(scope.facts()) == Condition.Truth.FALSE) {
        excluded.add(
            new Excluded(control, "\"" + control.applies().text() + "\" is false for this system"));
      } else {
        assessed.add(new Assessed(control, status(control, judge)));
      }
    }
    List<String> ids = selected.stream().map(Control::id).toList();
    policy.catalogue().controls().stream()
        .filter(control -> !ids.contains(control.id()))
        .forEach(
            control ->
                excluded.add(
                    new Excluded(
                        control, "the profile " + scope.profile() + " does not select it")));
  }

  private static ControlStatus status(Control control, Judge judge) {
    List<Answer> answers = new ArrayList<>();
    for (Requirement requirement : control.evidence()) {
      answers.addAll(judge.answers(requirement));
    }
    return ControlStatus.of(answers);
  }

  private static Assessed undescribed(Control control, String why) {
    return new Assessed(
        control,
        new ControlStatus.NotAssessed(
            control.evidence().stream()
                .map(
                    requirement ->
                        new Answer(
                            requirement,
                            new Answer.Target.Absent(requirement.about().toString()),
                            new Reason.NotDescribed(why),
                            List.of()))
                .toList()));
  }

  public Policy policy() {
    return policy;
  }

  public Instant asOf() {
    return asOf;
  }

  public Described described() {
    return described;
  }

  /// Who holds which role at that moment.
  public People people() {
    return people;
  }

  /// Every control that was judged, in the catalogue's order.
  public List<Assessed> assessed() {
    return List.copyOf(assessed);
  }

  /// Every other control of the catalogue: not applicable first, then not selected.
  public List<Excluded> excluded() {
    return List.copyOf(excluded);
  }

  public Optional<ControlStatus> status(String controlId) {
    return assessed.stream()
        .filter(each -> each.control().id().equals(controlId))
        .map(Assessed::status)
        .findFirst();
  }

  /// Every waiver anybody signed by then, in force or not.
  public List<Waiver> waivers() {
    return waivers;
  }

  /// The waiver that opens a control now: the one that lasts longest.
  public Optional<Waiver.InForce> waiver(String controlId) {
    return waivers.stream()
        .filter(Waiver.InForce.class::isInstance)
        .map(Waiver.InForce.class::cast)
        .filter(waiver -> waiver.control().equals(controlId))
        .max((one, other) -> one.until().compareTo(other.until()));
  }
}
