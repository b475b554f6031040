package dev.bulwark.scan.keras;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.json.JsonView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A rule over each object of a configuration.
///
/// @param judge what is wrong with an object, when something is
record KerasRule(Rule rule, Function<KerasObject, Optional<Verdict>> judge)
    implements Check<JsonView> {
  private static final int SHOWN = 100;
  private static final int MAX_NAME = 80;

  /// @param message without its full stop
  record Verdict(Severity severity, String message) {}

  @Override
  public Outcome examine(JsonView view, Budget budget) {
    List<KerasObject> objects = KerasObject.of(view, budget);
    if (objects.isEmpty()) {
      return new Outcome.NotApplicable("it is no Keras configuration");
    }
    List<Finding> findings = new ArrayList<>();
    for (KerasObject object : objects) {
      budget.tick();
      judge
          .apply(object)
          .ifPresent(
              verdict ->
                  findings.add(
                      new Finding(
                          rule.id(),
                          verdict.severity(),
                          view.place(object.at()),
                          verdict.message() + ".")));
    }
    return Outcome.of(findings, SHOWN);
  }

  static Optional<Verdict> verdict(Severity severity, String message) {
    return Optional.of(new Verdict(severity, message));
  }

  static String quoted(String module, String name) {
    String whole = module.isEmpty() ? name : module + "." + name;
    String shown = whole.length() > MAX_NAME ? whole.substring(0, MAX_NAME) + "…" : whole;
    return "\"" + Place.printable(shown) + "\"";
  }
}
