package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds names that are known to run code, reach files or networks, or load further data.
public final class DangerousNameCheck implements Check<PickleView> {
  private static final Rule RULE =
      new Rule(
          new RuleId("PKL-001"),
          "Pickle uses a function that runs code, or reaches files or networks, when it "
              + "is loaded",
          "Loading the file does this with the rights of whoever loads it, before any "
              + "model exists; no later check of the model can undo it.",
          "Do not load the file. Find out who made it and what else they made; ask for "
              + "the weights in safetensors, or for a pickle that holds data only.",
          Severity.CRITICAL,
          new Rule.References(
              List.of("CWE-502", "CWE-94", "CWE-506"),
              List.of("AML.T0010.003", "AML.T0011.000", "AML.T0018.002"),
              List.of("LLM03")));

  private final PicklePolicy policy;

  public DangerousNameCheck(PicklePolicy policy) {
    this.policy = policy;
  }

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(PickleView view, Budget budget) {
    Answers answers = new Answers(RULE, view);
    Set<PickleName> called =
        view.events().stream()
            .filter(PickleEvent.Call.class::isInstance)
            .map(event -> ((PickleEvent.Call) event).callee())
            .collect(Collectors.toSet());
    for (PickleEvent event : view.events()) {
      budget.tick();
      switch (event) {
        case PickleEvent.Call call -> call(call, answers);
        case PickleEvent.Import name -> named(name, called, answers);
        default -> {}
      }
    }
    return answers.outcome();
  }

  private void call(PickleEvent.Call call, Answers answers) {
    if (policy.standing(call.callee()) instanceof Standing.Denied denied) {
      String arguments = call.arguments().isEmpty() ? "" : " with " + call.arguments();
      answers.add(
          Severity.CRITICAL,
          call.offset(),
          "calls "
              + call.callee()
              + arguments
              + ", which "
              + denied.category().does()
              + Answers.times(call.count()));
    }
  }

  private void named(PickleEvent.Import name, Set<PickleName> called, Answers answers) {
    if (!called.contains(name.name())
        && policy.standing(name.name()) instanceof Standing.Denied denied) {
      answers.add(
          Severity.CRITICAL,
          name.offset(),
          "imports " + name.name() + ", which " + denied.category().does());
    }
  }
}
