package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;

/// Finds names that are not on the allow list.
public final class UnlistedNameCheck implements Check<PickleView> {
  private static final Rule RULE =
      new Rule(
          new RuleId("PKL-002"),
          "Pickle uses a name that is not known to be harmless",
          "Whatever a pickle names is imported when it is loaded, and what it calls is "
              + "run. A name nobody vouched for may do anything; deny lists never end.",
          "Find out what the name does. Prefer a format without code (safetensors); "
              + "otherwise let the owner of the policy allow the exact name, with a reason.",
          Severity.CRITICAL,
          new Rule.References(
              List.of("CWE-502"),
              List.of("AML.T0010.003", "AML.T0011.000", "AML.T0018.002"),
              List.of("LLM03")));

  private final PicklePolicy policy;

  public UnlistedNameCheck(PicklePolicy policy) {
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
        case PickleEvent.Call call -> call(call, answers);
        case PickleEvent.Import name -> named(name, answers);
        default -> {}
      }
    }
    return answers.outcome();
  }

  private void call(PickleEvent.Call call, Answers answers) {
    switch (policy.standing(call.callee())) {
      case Standing.Unlisted unlisted ->
          answers.add(
              called(unlisted.look()),
              call.offset(),
              "calls "
                  + call.callee()
                  + (call.arguments().isEmpty() ? "" : " with " + call.arguments())
                  + ", "
                  + described(unlisted.look())
                  + Answers.times(call.count()));
      case Standing.Allowed allowed -> {
        if (allowed.role() == Standing.Role.INERT) {
          answers.add(
              Severity.MEDIUM,
              call.offset(),
              "calls " + call.callee() + ", which honest pickles only name");
        }
      }
      case Standing.Denied _ -> {}
    }
  }

  private void named(PickleEvent.Import name, Answers answers) {
    if (policy.standing(name.name()) instanceof Standing.Unlisted unlisted) {
      answers.add(
          imported(unlisted.look()),
          name.offset(),
          "imports " + name.name() + ", " + described(unlisted.look()));
    }
  }

  private static Severity called(Standing.Look look) {
    return switch (look) {
      case STANDARD_LIBRARY, TELLING -> Severity.CRITICAL;
      case DOTTED -> Severity.HIGH;
      case MAIN, PLAIN -> Severity.MEDIUM;
    };
  }

  private static Severity imported(Standing.Look look) {
    return switch (look) {
      case STANDARD_LIBRARY, DOTTED -> Severity.HIGH;
      case TELLING, MAIN, PLAIN -> Severity.MEDIUM;
    };
  }

  private static String described(Standing.Look look) {
    return switch (look) {
      case MAIN -> "a name from the script of whoever loads it";
      case STANDARD_LIBRARY -> "a part of Python's library that rebuilds no data";
      case TELLING -> "which by its name runs, loads or fetches something";
      case DOTTED -> "a path through attributes instead of a listed name";
      case PLAIN -> "which is not on the list of harmless names";
    };
  }
}
