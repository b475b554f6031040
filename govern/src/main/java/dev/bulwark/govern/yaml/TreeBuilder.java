package dev.bulwark.govern.yaml;

import dev.bulwark.govern.yaml.YamlReading.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/// Builds the tree of one document from parser events. One use, one thread.
final class TreeBuilder {
  private static final Pattern FLAG = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern NOTHING = Pattern.compile("|~|null|Null|NULL");
  private static final Pattern INTEGER =
      Pattern.compile("[-+]?[0-9]{1,1000}|0o[0-7]{1,1000}|0x[0-9a-fA-F]{1,1000}");
  private static final Pattern REAL =
      Pattern.compile(
          "[-+]?(\\.[0-9]{1,1000}|[0-9]{1,1000}(\\.[0-9]{0,1000})?)([eE][-+]?[0-9]{1,1000})?"
              + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private final int maxDepth;
  private final int maxNodes;
  private final List<Problem> problems = new ArrayList<>();
  private int nodes;

  TreeBuilder(int maxDepth, int maxNodes) {
    this.maxDepth = maxDepth;
    this.maxNodes = maxNodes;
  }

  /// A bound was hit or there is nothing to build.
  static final class Stopped extends RuntimeException {
    private final transient Problem problem;

    Stopped(Problem problem) {
      super(problem.found(), null, false, false);
      this.problem = problem;
    }

    Problem problem() {
      return problem;
    }
  }

  YamlReading build(Iterable<Event> stream) {
    Iterator<Event> events = stream.iterator();
    Event event = events.next();
    while (event.getEventId() != Event.ID.DocumentStart) {
      if (event.getEventId() == Event.ID.StreamEnd) {
        throw new Stopped(
            new Problem(
                at(event), "a document", "an empty file", "write one, or run: bulwark init"));
      }
      event = events.next();
    }
    Yaml root = node(events.next(), events, 0);
    events.next();
    Event after = events.next();
    if (after.getEventId() == Event.ID.DocumentStart) {
      problem(at(after), "one document", "a second one", "remove everything from this --- on");
    }
    return new YamlReading.Tree(root, problems);
  }

  private Yaml node(Event event, Iterator<Event> events, int depth) {
    if (++nodes > maxNodes) {
      throw new Stopped(
          new Problem(at(event), "at most " + maxNodes + " values", "more", "split the system"));
    }
    if (event instanceof AliasEvent alias) {
      problem(
          at(event), "a value", "the alias *" + Quoted.line(alias.getAlias().getValue()), WRITE);
      return new Yaml.Refused(at(event));
    }
    refuseDecoration(event);
    return switch (event.getEventId()) {
      case SequenceStart -> items(event, events, deeper(event, depth));
      case MappingStart -> mapping(event, events, deeper(event, depth));
      default -> scalar(event);
    };
  }

  private static final String WRITE = "write the value out; anchors and aliases are not read";

  private void refuseDecoration(Event event) {
    if (event instanceof NodeEvent node) {
      node.getAnchor()
          .ifPresent(
              anchor ->
                  problem(
                      at(event),
                      "a value",
                      "the anchor &" + Quoted.line(anchor.getValue()),
                      WRITE));
    }
    String tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag().orElse("");
          case CollectionStartEvent collection -> collection.getTag().orElse("");
          default -> "";
        };
    if (!tag.isEmpty()) {
      problem(at(event), "a value", "the tag " + Quoted.line(tag), "remove the tag");
    }
  }

  private int deeper(Event event, int depth) {
    if (depth >= maxDepth) {
      throw new Stopped(
          new Problem(
              at(event),
              "at most " + maxDepth + " levels",
              "deeper nesting",
              "no part of this file nests so deep; check its brackets"));
    }
    return depth + 1;
  }

  private Yaml items(Event start, Iterator<Event> events, int depth) {
    List<Yaml> items = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      items.add(node(event, events, depth));
      event = events.next();
    }
    return new Yaml.Items(items, at(start));
  }

  private Yaml mapping(Event start, Iterator<Event> events, int depth) {
    List<Yaml.Mapping.Entry> entries = new ArrayList<>();
    Map<String, Yaml.Mark> seen = new HashMap<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      Yaml key = node(event, events, depth);
      Yaml value = node(events.next(), events, depth);
      if (key instanceof Yaml.Scalar name) {
        refuseRepetition(name, seen);
        entries.add(new Yaml.Mapping.Entry(name, value));
      } else {
        problem(key.at(), "a word before the colon", "a collection", "use a plain key");
      }
      event = events.next();
    }
    return new Yaml.Mapping(entries, at(start));
  }

  private void refuseRepetition(Yaml.Scalar key, Map<String, Yaml.Mark> seen) {
    Yaml.Mark first = seen.putIfAbsent(key.text(), key.at());
    if (first != null) {
      problem(
          key.at(),
          "each key once",
          Quoted.of(key.text()) + " again, first on line " + first.line(),
          "remove one of the two");
    }
  }

  private Yaml scalar(Event event) {
    if (!(event instanceof ScalarEvent scalar)) {
      throw new Stopped(new Problem(at(event), "a value", "nothing", "write a value"));
    }
    String text = scalar.getValue();
    return new Yaml.Scalar(text, scalar.isPlain() ? kind(text) : Yaml.Scalar.Kind.TEXT, at(event));
  }

  private static Yaml.Scalar.Kind kind(String text) {
    if (text.length() > 1000) {
      return Yaml.Scalar.Kind.TEXT;
    } else if (NOTHING.matcher(text).matches()) {
      return Yaml.Scalar.Kind.NOTHING;
    } else if (FLAG.matcher(text).matches()) {
      return Yaml.Scalar.Kind.FLAG;
    } else if (INTEGER.matcher(text).matches()) {
      return Yaml.Scalar.Kind.INTEGER;
    }
    return REAL.matcher(text).matches() ? Yaml.Scalar.Kind.REAL : Yaml.Scalar.Kind.TEXT;
  }

  private void problem(Yaml.Mark at, String expected, String found, String fix) {
    problems.add(new Problem(at, expected, found, fix));
  }

  private static Yaml.Mark at(Event event) {
    return event
        .getStartMark()
        .map(mark -> new Yaml.Mark(mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(new Yaml.Mark(1, 1));
  }
}
