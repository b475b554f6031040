package dev.bulwark.control.policy;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The selection of controls a kind of system is judged by.
///
/// @param controls ids, those of the profile it extends included
/// @param tightened shorter age limits, by `CONTROL/requirement`
public record Profile(
    String id, String title, List<String> controls, SortedMap<String, Age> tightened) {
  public Profile {
    controls = List.copyOf(controls);
    tightened = Collections.unmodifiableSortedMap(new TreeMap<>(tightened));
  }

  Control applied(Control control) {
    if (tightened.isEmpty()) {
      return control;
    }
    return control.withEvidence(
        control.evidence().stream()
            .map(
                requirement -> {
                  Age shorter = tightened.get(control.id() + "/" + requirement.id());
                  return shorter == null ? requirement : requirement.tightened(shorter);
                })
            .toList());
  }
}
