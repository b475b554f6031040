package dev.bulwark.control.policy;

import dev.bulwark.kernel.condition.Vocabulary;
import java.util.List;
import java.util.Optional;

/// Every control there is, in the order the text gives them.
///
/// @param facts what `applies` and `when` may ask about a system
/// @param controls ids are unique
public record Catalogue(String id, String version, Vocabulary facts, List<Control> controls) {
  public Catalogue {
    controls = List.copyOf(controls);
  }

  public Optional<Control> find(String controlId) {
    return controls.stream().filter(control -> control.id().equals(controlId)).findFirst();
  }
}
