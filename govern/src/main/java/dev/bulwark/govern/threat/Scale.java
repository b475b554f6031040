package dev.bulwark.govern.threat;

import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.condition.Condition.FactSource;
import dev.bulwark.kernel.condition.Condition.Truth;
import java.util.List;

/// A number from 1 to 9 that facts decide: the value of the first step that holds, highest first.
///
/// A step that cannot be decided counts as holding: what we do not know never lowers a risk.
///
/// @param steps from the highest value down
/// @param otherwise the value when no step holds
record Scale(List<Step> steps, int otherwise) {

  record Step(int value, Condition when) {}

  Scale {
    steps = List.copyOf(steps);
  }

  int value(FactSource facts) {
    for (Step step : steps) {
      if (step.when().decide(facts) != Truth.FALSE) {
        return step.value();
      }
    }
    return otherwise;
  }
}
