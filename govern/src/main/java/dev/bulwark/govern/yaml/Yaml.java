package dev.bulwark.govern.yaml;

import java.util.List;
import java.util.Optional;

/// One node of a YAML document, and where it begins.
public sealed interface Yaml {

  /// A position; line and column from 1, the column in code points.
  record Mark(int line, int column) {}

  Mark at();

  /// A scalar with the type the core schema gives it (YAML 1.2.2 §10.3.2).
  ///
  /// @param text its content, after unquoting
  record Scalar(String text, Kind kind, Mark at) implements Yaml {
    /// Quoted and block scalars are TEXT whatever they hold.
    public enum Kind {
      TEXT,
      FLAG,
      INTEGER,
      REAL,
      NOTHING
    }
  }

  record Items(List<Yaml> items, Mark at) implements Yaml {
    public Items {
      items = List.copyOf(items);
    }
  }

  /// Entries in the order of the file. A repeated key was reported and is kept, once per
  /// occurrence.
  record Mapping(List<Entry> entries, Mark at) implements Yaml {
    public record Entry(Scalar key, Yaml value) {}

    public Mapping {
      entries = List.copyOf(entries);
    }

    /// The value of the first entry called `key`.
    public Optional<Yaml> find(String key) {
      return entries.stream()
          .filter(entry -> entry.key().text().equals(key))
          .map(Entry::value)
          .findFirst();
    }
  }

  /// A node that was reported and is not read further: an alias, or one nested too deep.
  record Refused(Mark at) implements Yaml {}
}
