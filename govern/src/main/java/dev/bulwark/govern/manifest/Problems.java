package dev.bulwark.govern.manifest;

import dev.bulwark.govern.manifest.ManifestProblem.Topic;
import dev.bulwark.govern.yaml.Yaml;
import dev.bulwark.govern.yaml.YamlReading;
import dev.bulwark.kernel.check.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Gathers the problems of one manifest. Bounded: a hostile file cannot buy an endless report.
final class Problems {
  private static final int MOST = 200;

  private final Place file;
  private final List<ManifestProblem> found = new ArrayList<>();
  private int more;

  Problems(Place file) {
    this.file = file;
  }

  void add(Topic topic, Yaml.Mark at, String about, String expected, String actual, String fix) {
    if (full()) {
      more++;
    } else {
      found.add(new ManifestProblem(place(at), topic, about, expected, actual, fix));
    }
  }

  void add(YamlReading.Problem problem) {
    add(Topic.SYNTAX, problem.at(), "yaml", problem.expected(), problem.found(), problem.fix());
  }

  boolean full() {
    return found.size() >= MOST;
  }

  boolean none() {
    return found.isEmpty();
  }

  Place place(Yaml.Mark at) {
    return file.at(at.line(), at.column());
  }

  /// The reading they make, in the order of the file.
  ManifestReading.Invalid invalid() {
    List<ManifestProblem> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparing(ManifestProblem::place));
    if (more > 0) {
      sorted.add(
          new ManifestProblem(
              file,
              Topic.FORM,
              "the manifest",
              "a manifest with fewer problems",
              more + " more problems",
              "mend these first and check again"));
    }
    return new ManifestReading.Invalid(sorted, more == 0);
  }
}
