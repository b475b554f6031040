package dev.bulwark.inventory.component;

import dev.bulwark.inventory.document.Node;
import dev.bulwark.inventory.purl.PackageUrl;
import dev.bulwark.inventory.purl.PurlReading;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Collects what a reader finds in one file. One use, one thread.
final class Draft {
  private final Place file;
  private final List<Component> components = new ArrayList<>();
  private final List<ComponentReading.Problem> problems = new ArrayList<>();

  Draft(Place file) {
    this.file = file;
  }

  ComponentReading done() {
    return new ComponentReading.Read(components, problems);
  }

  void problem(int line, String problem) {
    problems.add(new ComponentReading.Problem(file.at(line, 1), Outcome.Reason.MALFORMED, problem));
  }

  /// One component about to be added.
  Entry entry(String type, String name, int line) {
    return new Entry(type, name, line);
  }

  final class Entry {
    private final String type;
    private final String name;
    private final int line;
    private final TreeMap<String, String> qualifiers = new TreeMap<>();
    private final List<String> hashes = new ArrayList<>();
    private @Nullable String namespace;
    private @Nullable String version;
    private String range = "";
    private Component.Scope scope = Component.Scope.UNKNOWN;

    private Entry(String type, String name, int line) {
      this.type = type;
      this.name = name;
      this.line = line;
    }

    Entry namespace(String namespace) {
      this.namespace = namespace;
      return this;
    }

    Entry version(String version) {
      this.version = version;
      return this;
    }

    Entry range(String range) {
      this.range = range;
      return this;
    }

    Entry scope(Component.Scope scope) {
      this.scope = scope;
      return this;
    }

    Entry direct(boolean direct) {
      return scope(direct ? Component.Scope.DIRECT : Component.Scope.TRANSITIVE);
    }

    Entry qualifier(String key, String value) {
      qualifiers.put(key, value);
      return this;
    }

    /// @param hash `sha256:…`, `sha512-…` in base64, or another spelling with its algorithm
    Entry hash(String hash) {
      if (!hash.isBlank()) {
        hashes.add(hash.strip());
      }
      return this;
    }

    Entry hashes(Iterable<String> all) {
      all.forEach(this::hash);
      return this;
    }

    void add() {
      SortedMap<String, String> named = Collections.unmodifiableSortedMap(qualifiers);
      switch (PackageUrl.of(type, namespace, name, version, named, null)) {
        case PurlReading.Valid(PackageUrl purl) ->
            components.add(
                new Component(
                    purl,
                    purl.version().isPresent() ? "" : range,
                    scope,
                    hashes,
                    file.at(line, 1)));
        case PurlReading.Refused(String problem) ->
            problem(line, "a component of the type " + type + ": " + problem);
      }
    }
  }

  /// npm's integrity or another text of hashes apart by spaces.
  static List<String> spaced(Node node, String key) {
    return node.text(key).map(text -> List.of(text.strip().split("\\s+", -1))).orElse(List.of());
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
