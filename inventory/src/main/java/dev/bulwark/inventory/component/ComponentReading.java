package dev.bulwark.inventory.component;

import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import java.util.List;

/// What one file told about components.
public sealed interface ComponentReading {

  /// @param problems entries that could not be understood; the others are here
  record Read(List<Component> components, List<Problem> problems) implements ComponentReading {
    public Read {
      components = List.copyOf(components);
      problems = List.copyOf(problems);
    }
  }

  /// The file breaks its grammar, is of an unknown version or hit a bound: nothing is known of it.
  record Unreadable(Problem problem) implements ComponentReading {}

  /// @param problem expected and found
  record Problem(Place place, Outcome.Reason reason, String problem) {}
}
