package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;

/// Finds allowed functions called with arguments no honest pickle gives them.
public final class ArgumentsCheck implements Check<PickleView> {
  private static final Rule RULE =
      new Rule(
          new RuleId("PKL-004"),
          "Pickle calls a permitted function with arguments it is not permitted for",
          "Some functions are harmless only with the arguments their library itself "
              + "writes; with others they reach attributes, modules or memory.",
          "Do not load the file. If it comes from a newer version of the library, "
              + "report the arguments so that the schema can be extended.",
          Severity.CRITICAL,
          new Rule.References(
              List.of("CWE-502", "CWE-88"),
              List.of("AML.T0010.003", "AML.T0011.000", "AML.T0018.002"),
              List.of("LLM03")));

  private final PicklePolicy policy;

  public ArgumentsCheck(PicklePolicy policy) {
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
      if (event instanceof PickleEvent.Call call && call.fit() == PickleEvent.Fit.MISFIT) {
        String further =
            policy
                .deniedOtherwise(call.callee())
                .map(denied -> ", and so " + denied.does())
                .orElse("");
        answers.add(
            further.isEmpty() ? Severity.HIGH : Severity.CRITICAL,
            call.offset(),
            "calls "
                + call.callee()
                + " with ("
                + call.arguments()
                + "), which its library does not"
                + further
                + Answers.times(call.count()));
      }
    }
    return answers.outcome();
  }
}
