package dev.bulwark.control.policy;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The selection of controls a kind of system is judged by.
///
/// @param about what it promises and what it does not, for people
/// @param controls ids, those of the profile it extends included
/// @param tightened shorter age limits, by `CONTROL` or `CONTROL/evidence`
public record Profile(
    String id,
    String title,
    String about,
    List<String> controls,
    SortedMap<String, Age> tightened) {
  public Profile {
    controls = List.copyOf(controls);
    tightened = Collections.unmodifiableSortedMap(new TreeMap<>(tightened));
  }

  /// The control as this profile asks for it.
  Control applied(Control control) {
    return tightened.isEmpty()
        ? control
        : control.withEvidence(
            control.evidence().stream()
                .map(each -> each.tightened(limit(control.id(), each.id())))
                .toList());
  }

  private Age limit(String control, String evidence) {
    return shorter(
        tightened.getOrDefault(control, Age.UNLIMITED),
        tightened.getOrDefault(control + "/" + evidence, Age.UNLIMITED));
  }

  static Age shorter(Age one, Age other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
