package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;

/// Finds states and items given to what is not a fresh object.
public final class ChangedObjectCheck implements Check<PickleView> {
  private static final Rule RULE =
      new Rule(
          new RuleId("PKL-005"),
          "Pickle changes a class, a function, a module or an object it did not make",
          "Giving a state or items to something that exists already changes the program "
              + "that loads the file; an object put under a name Python itself calls is run "
              + "later.",
          "Do not load the file.",
          Severity.CRITICAL,
          new Rule.References(
              List.of("CWE-915", "CWE-502"),
              List.of("AML.T0010.003", "AML.T0011.000", "AML.T0018.002"),
              List.of("LLM03")));

  private final PicklePolicy policy;

  public ChangedObjectCheck(PicklePolicy policy) {
    this.policy = policy;
  }

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(PickleView view, Budget budget) {
    Answers answers = new Answers(RULE, view);
    for (PickleEvent event : view.events()) {
      budget.tick();
      switch (event) {
        case PickleEvent.Build build ->
            report("gives a state to ", build.target(), true, build.offset(), answers);
        case PickleEvent.Change change ->
            report("puts items into ", change.target(), false, change.offset(), answers);
        case PickleEvent.Planted planted ->
            answers.add(
                Severity.CRITICAL,
                planted.offset(),
                "puts an object under " + planted.key() + ", which is called or run by itself");
        default -> {}
      }
    }
    return answers.outcome();
  }

  private void report(
      String does, PickleEvent.Target target, boolean state, long offset, Answers answers) {
    switch (target) {
      case PickleEvent.Target.OfName of ->
          answers.add(Severity.CRITICAL, offset, does + of.name() + " itself");
      case PickleEvent.Target.ResultOf of -> {
        if (!state && policy.standing(of.callee()) instanceof Standing.Allowed) {
          answers.add(
              Severity.HIGH,
              offset,
              does + "what " + of.callee() + " makes, which is no container of that kind");
        }
      }
      case PickleEvent.Target.Plain of -> answers.add(Severity.MEDIUM, offset, does + of.kind());
      case PickleEvent.Target.Foreign of -> answers.add(Severity.MEDIUM, offset, does + of.what());
    }
  }
}
