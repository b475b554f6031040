package dev.bulwark.control.policy;

import dev.bulwark.evidence.Assurance;
import dev.bulwark.kernel.condition.Condition;
import java.util.List;

/// One piece of evidence a control needs.
///
/// @param id unique within its control
/// @param assurance the least that counts
/// @param age how long it counts
/// @param rules rules that must be among the decided ones of a suite (passed, failed or not
///   applicable to these bytes); a result that does not name them proves nothing about them
/// @param when over the system's facts; false means that the requirement does not apply, no answer
///   that it does
/// @param condition over the evidence's predicate; no answer means that it is not met
public record Requirement(
    String id,
    Source source,
    About about,
    Assurance assurance,
    Age age,
    List<String> rules,
    Condition when,
    Condition condition) {

  /// Who says it.
  public sealed interface Source {
    /// The name a catalogue and a list of producers know it by.
    String name();

    /// A suite of checks, as an in-toto test-result.
    record Suite(String name) implements Source {}

    /// People, by their signatures over the digest of what they read.
    ///
    /// @param name the attestation's kind
    /// @param role the role each signer must hold, and signed in
    /// @param independent whether an author of the system cannot be one of them
    /// @param people how many different people, at least 1
    record Attestation(String name, String role, boolean independent, int people)
        implements Source {}

    /// A statement of another predicate type.
    ///
    /// @param name the last part of `https://bulwark.dev/predicate/NAME/v1`, or a whole URI
    record Statement(String name) implements Source {
      public String predicateType() {
        return name.contains(":") ? name : "https://bulwark.dev/predicate/" + name + "/v1";
      }
    }
  }

  public Requirement {
    rules = List.copyOf(rules);
  }

  /// The same with a shorter age limit; a longer one changes nothing.
  Requirement tightened(Age shorter) {
    return shorter.compareTo(age) >= 0
        ? this
        : new Requirement(id, source, about, assurance, shorter, rules, when, condition);
  }
}
