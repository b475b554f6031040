package dev.bulwark.control.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads the profiles' text against a catalogue. Unknown keys and unknown controls fail, and every
/// problem is said at once.
///
/// ```yaml
/// profiles:
///   - id: essentials
///     title: …
///     controls: [GOV-01, …]          # either its own list,
///   - id: standard
///     title: …
///     extends: essentials            # or another profile, given above, and what it adds
///     adds: [RSK-01, …]
///     maxAge: {GOV-01/acceptance: 180d}   # shorter age limits, inherited too
/// ```
final class ProfilesReader {
  private final Problems problems;
  private final Catalogue catalogue;

  ProfilesReader(Problems problems, Catalogue catalogue) {
    this.problems = problems;
    this.catalogue = catalogue;
  }

  List<Profile> read(String text) {
    Map<String, Profile> profiles = new LinkedHashMap<>();
    YamlMap.read(text, problems).ifPresent(map -> profiles(map, profiles));
    return List.copyOf(profiles.values());
  }

  private void profiles(YamlMap map, Map<String, Profile> profiles) {
    for (YamlMap each : map.maps("profiles")) {
      Profile profile = profile(each, profiles);
      if (profiles.putIfAbsent(profile.id(), profile) != null) {
        each.problem("id", "the profile " + profile.id() + " is there twice");
      }
    }
    map.done("profiles");
  }

  private Profile profile(YamlMap map, Map<String, Profile> above) {
    Set<String> controls = new LinkedHashSet<>();
    SortedMap<String, Age> tightened = new TreeMap<>();
    if (map.has("extends") == map.has("controls")) {
      map.problem("id", "expected either controls, or extends with adds");
    }
    if (map.has("extends")) {
      Profile base = above.get(map.text("extends"));
      if (base == null) {
        map.problem("extends", "extends: no profile above is called " + map.text("extends"));
      } else {
        controls.addAll(base.controls());
        tightened.putAll(base.tightened());
      }
    }
    for (String key : List.of("controls", "adds")) {
      for (String control : map.texts(key)) {
        add(map, key, control, controls);
      }
    }
    if (controls.isEmpty()) {
      map.problem("id", "a profile selects at least one control");
    }
    tighten(map.map("maxAge"), controls, tightened);
    Profile profile =
        new Profile(map.text("id"), map.text("title"), new ArrayList<>(controls), tightened);
    map.done("id, title, controls, extends, adds, maxAge");
    return profile;
  }

  private void add(YamlMap map, String key, String control, Set<String> controls) {
    if (catalogue.find(control).isEmpty()) {
      map.problem(key, key + ": the catalogue has no control " + control);
    } else if (!controls.add(control)) {
      map.problem(key, key + ": " + control + " is selected twice");
    }
  }

  private void tighten(YamlMap map, Set<String> controls, SortedMap<String, Age> tightened) {
    for (String key : map.keys()) {
      Age age = map.parsed(key, Age::parse, Age.UNLIMITED);
      int slash = key.indexOf('/');
      boolean known =
          slash > 0
              && controls.contains(key.substring(0, slash))
              && catalogue.find(key.substring(0, slash)).stream()
                  .flatMap(control -> control.evidence().stream())
                  .anyMatch(evidence -> evidence.id().equals(key.substring(slash + 1)));
      if (!known) {
        map.problem(key, "maxAge: expected a selected CONTROL/evidence, found \"" + key + "\"");
      }
      tightened.merge(key, age, (one, other) -> one.compareTo(other) <= 0 ? one : other);
    }
  }
}
