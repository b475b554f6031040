package dev.bulwark.control.gate;

import dev.bulwark.control.status.Answer.Target;
import dev.bulwark.evidence.Assurance;
import dev.bulwark.kernel.check.Subject;
import java.time.Instant;
import java.util.List;

/// Something to do, which together with the other actions of a decision would open the gate.
public sealed interface Action {

  /// Write a manifest that can be read, and describe the system.
  record Describe() implements Action {}

  /// Ask for a profile the policy has, one that has controls for this gate.
  record ChooseProfile(List<String> known) implements Action {
    public ChooseProfile {
      known = List.copyOf(known);
    }
  }

  /// Declare what the control is about, or say in the catalogue when it applies.
  record Declare(String control) implements Action {}

  /// Run the checks again on the same bytes.
  ///
  /// @param suites which suites on what, for people
  record Check(List<String> suites) implements Action {
    public Check {
      suites = List.copyOf(suites);
    }
  }

  /// Change these bytes until the suite passes on them, and run the checks. Whatever was signed
  /// over the old bytes has to be signed again.
  ///
  /// @param rules what to fix; empty when no rule passed or a condition is not met
  record Fix(Subject subject, String suite, List<String> rules, String why) implements Action {
    public Fix {
      rules = List.copyOf(rules);
    }
  }

  /// Bring what the suite lacks to decide about these bytes, as each rule's own page says, and run
  /// the checks. When other bytes are the only way, what was signed over the old ones is asked for
  /// after that.
  record Decide(Subject subject, String suite, List<String> rules, String why) implements Action {
    public Decide {
      rules = List.copyOf(rules);
    }
  }

  /// Write a document, list it in the manifest, and run the checks.
  record Write(String document) implements Action {}

  /// Bring evidence Bulwark does not compute here.
  ///
  /// @param source the suite or the statement's type
  /// @param about what is there now, or is to be written
  record Provide(String source, Target about, Assurance least) implements Action {}

  /// Have people sign over these bytes, or over what replaces them.
  ///
  /// @param people how many more
  /// @param independent whether no author may be one of them
  /// @param reconsider people who said no and would have to say yes
  /// @param candidates who could sign now: they hold the role and a key that counts
  record Attest(
      String kind,
      String role,
      Target about,
      int people,
      boolean independent,
      List<String> reconsider,
      List<String> candidates)
      implements Action {
    public Attest {
      reconsider = List.copyOf(reconsider);
      candidates = List.copyOf(candidates);
    }

    /// Who could sign, for the command: the first who can, or a place to fill in.
    private String signer() {
      return candidates.isEmpty() ? "PERSON" : candidates.getFirst();
    }

    private String sentence() {
      String who =
          reconsider.isEmpty()
              ? count(people) + " in the role " + role
              : String.join(", ", reconsider) + ", who said no,";
      String not = independent ? " (no author)" : "";
      String able = candidates.isEmpty() ? "" : "; able to: " + String.join(", ", candidates);
      return "have " + who + not + " sign over " + about.name() + ": `" + command() + "`" + able;
    }
  }

  /// Give a role to people who can sign: too few hold it.
  record Grant(String role, int people, boolean independent) implements Action {}

  /// Have the same two people sign the waiver again over the changed manifest.
  record Waive(String control, String reason, Instant until) implements Action {}

  /// The command that does it, or ends it.
  default String command() {
    return switch (this) {
      case Describe _, ChooseProfile _, Declare _, Check _, Fix _, Decide _, Write _ ->
          "bulwark check";
      case Provide _ -> "bulwark attest";
      case Attest attest -> "bulwark attest " + attest.kind() + " --as " + attest.signer();
      case Grant grant -> "bulwark keys new PERSON --role " + grant.role();
      case Waive waive -> "bulwark waive " + waive.control();
    };
  }

  /// One sentence for people, in the imperative, naming the command.
  default String text() {
    return switch (this) {
      case Describe _ -> "write bulwark.yaml and run `bulwark check`";
      case ChooseProfile(List<String> known) ->
          "set the profile in bulwark.yaml to one of " + known + " and run `bulwark check`";
      case Declare(String control) ->
          "declare in bulwark.yaml what " + control + " is about, and run `bulwark check`";
      case Check(List<String> suites) -> "run `bulwark check` for " + String.join(", ", suites);
      case Fix fix ->
          "fix "
              + (fix.rules().isEmpty() ? fix.suite() : String.join(", ", fix.rules()))
              + " in "
              + fix.subject().name()
              + " and run `bulwark check` ("
              + fix.why()
              + ")";
      case Decide(Subject subject, String _, List<String> rules, String why) ->
          "do what `bulwark explain "
              + rules.getFirst()
              + "` asks for about "
              + subject.name()
              + " and run `bulwark check` ("
              + why
              + ")";
      case Write(String document) ->
          "write the document " + document + ", list it in bulwark.yaml and run `bulwark check`";
      case Provide(String source, Target about, Assurance least) ->
          (least == Assurance.A3 ? "have an enrolled collector sign " : "import ")
              + source
              + " about "
              + about.name()
              + " with assurance "
              + least;
      case Attest attest -> attest.sentence();
      case Grant grant ->
          "give the role "
              + grant.role()
              + " to "
              + count(grant.people())
              + (grant.independent() ? " who did not build the system" : "")
              + ": `"
              + command()
              + "`";
      case Waive(String control, String _, Instant until) ->
          "have the waiver of "
              + control
              + " until "
              + until
              + " signed again over the changed manifest: `"
              + command()
              + "`";
    };
  }

  private static String count(int people) {
    return people == 1 ? "one more person" : people + " more people";
  }
}
