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
///     about: …                       # for people
///     controls: [GOV-01, …]
///   - id: standard
///     title: …
///     about: …
///     extends: essentials            # a profile above, whose controls and limits are inherited
///     controls: [PRV-04, …]
///     maxAge: {TRN-01: 90d, GOV-01/acceptance: 180d}   # of a control, or of one piece of evidence
/// ```
///
/// A limit only ever shortens what the catalogue says.
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
    if (map.has("extends")) {
      Profile base = above.get(map.text("extends"));
      if (base == null) {
        map.problem("extends", "extends: no profile above is called " + map.text("extends"));
      } else {
        controls.addAll(base.controls());
        tightened.putAll(base.tightened());
      }
    }
    map.texts("controls").forEach(control -> add(map, control, controls));
    if (controls.isEmpty()) {
      map.problem("id", "a profile selects at least one control");
    }
    tighten(map.map("maxAge"), controls, tightened);
    Profile profile =
        new Profile(
            map.text("id"),
            map.text("title"),
            map.text("about"),
            new ArrayList<>(controls),
            tightened);
    map.done("id, title, about, extends, controls, maxAge");
    return profile;
  }

  private void add(YamlMap map, String control, Set<String> controls) {
    if (catalogue.find(control).isEmpty()) {
      map.problem("controls", "controls: the catalogue has no control " + control);
    } else if (!controls.add(control)) {
      map.problem("controls", "controls: " + control + " is selected twice");
    }
  }

  private void tighten(YamlMap map, Set<String> controls, SortedMap<String, Age> tightened) {
    for (String key : map.keys()) {
      Age age = map.parsed(key, Age::parse, Age.UNLIMITED);
      if (!isSelected(key, controls)) {
        map.problem(
            key, "maxAge: expected a selected CONTROL or CONTROL/evidence, found \"" + key + "\"");
      }
      tightened.merge(key, age, Profile::shorter);
    }
  }

  private boolean isSelected(String key, Set<String> controls) {
    int slash = key.indexOf('/');
    String control = slash < 0 ? key : key.substring(0, slash);
    return controls.contains(control)
        && (slash < 0
            || catalogue.find(control).stream()
                .flatMap(found -> found.evidence().stream())
                .anyMatch(evidence -> evidence.id().equals(key.substring(slash + 1))));
  }
}
