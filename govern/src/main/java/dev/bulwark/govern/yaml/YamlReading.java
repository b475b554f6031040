package dev.bulwark.govern.yaml;

import java.util.List;

/// What {@link YamlReader} made of some bytes.
public sealed interface YamlReading {

  /// A whole document.
  ///
  /// @param problems what strict YAML refuses although the tree could be built
  record Tree(Yaml root, List<Problem> problems) implements YamlReading {
    public Tree {
      problems = List.copyOf(problems);
    }
  }

  /// No tree could be built: not UTF-8, not YAML, empty, or over a bound.
  record Broken(Problem problem) implements YamlReading {}

  record Problem(Yaml.Mark at, String expected, String found, String fix) {}
}
