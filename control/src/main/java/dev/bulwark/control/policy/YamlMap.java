package dev.bulwark.control.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A YAML mapping that is read key by key, strictly: what is missing, of another shape, unknown or
/// given twice becomes a {@link Problems} line with its place, and reading goes on.
///
/// Bounds: 1 Mi characters, 64 levels, no aliases.
final class YamlMap {
  private static final int MAX_CHARS = 1 << 20;
  private static final int MAX_DEPTH = 64;

  private final Problems problems;
  private final Node node;
  private final Map<String, NodeTuple> members = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();

  private YamlMap(Node node, Problems problems) {
    this.problems = problems;
    this.node = node;
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(this::member);
    } else {
      problems.add(node, "expected a mapping of keys to values, found " + shape(node));
    }
  }

  private void member(NodeTuple tuple) {
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      problems.add(tuple.getKeyNode(), "expected a plain key, found " + shape(tuple.getKeyNode()));
    } else if (members.putIfAbsent(key.getValue(), tuple) != null) {
      problems.add(key, "the key " + key.getValue() + " is given twice");
    }
  }

  /// Reads a whole text that holds one mapping; empty, with a problem said, when it does not.
  ///
  /// The size is looked at first: the library's own limit comes after work that grows with its
  /// square.
  static Optional<YamlMap> read(String text, Problems problems) {
    if (text.length() > MAX_CHARS) {
      problems.add(1, 1, "expected at most " + MAX_CHARS + " characters, found " + text.length());
      return Optional.empty();
    }
    LoadSettings settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        problems.add(1, 1, "expected a mapping of keys to values, found an empty text");
        return Optional.empty();
      }
      if (!isTree(root.get(), MAX_DEPTH, new IdentityHashMap<>())) {
        problems.add(1, 1, "nested deeper than " + MAX_DEPTH + " levels, or an alias");
        return Optional.empty();
      }
      return Optional.of(new YamlMap(root.get(), problems));
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark();
      problems.add(
          mark.map(m -> m.getLine() + 1).orElse(1),
          mark.map(m -> m.getColumn() + 1).orElse(1),
          "this is not YAML: " + e.getProblem());
    } catch (YamlEngineException | StackOverflowError e) {
      problems.add(1, 1, "this is not YAML within the bounds: " + e.getMessage());
    }
    return Optional.empty();
  }

  /// Whether every node is met once, and none too deep: aliases could blow a small text up.
  private static boolean isTree(Node node, int levels, Map<Node, Boolean> seen) {
    if (levels == 0 || seen.put(node, true) != null) {
      return false;
    }
    return switch (node) {
      case MappingNode mapping ->
          mapping.getValue().stream()
              .allMatch(
                  tuple ->
                      isTree(tuple.getKeyNode(), levels - 1, seen)
                          && isTree(tuple.getValueNode(), levels - 1, seen));
      case SequenceNode sequence ->
          sequence.getValue().stream().allMatch(item -> isTree(item, levels - 1, seen));
      default -> true;
    };
  }

  boolean has(String key) {
    return members.containsKey(key);
  }

  /// The keys, in order; marks every one as known.
  Set<String> keys() {
    asked.addAll(members.keySet());
    return members.keySet();
  }

  /// A mandatory text; `?` with a problem when it is missing.
  String text(String key) {
    return value(key).map(found -> scalar(key, found)).orElse("?");
  }

  String text(String key, String otherwise) {
    return has(key) ? text(key) : otherwise;
  }

  /// A mandatory value in its own notation; `otherwise` with a problem when it has none.
  <T> T parsed(String key, Function<String, T> parser, T otherwise) {
    if (value(key).isEmpty()) {
      return otherwise;
    }
    try {
      return parser.apply(text(key));
    } catch (IllegalArgumentException e) {
      problem(key, key + ": " + e.getMessage());
      return otherwise;
    }
  }

  /// The texts of an optional list; empty when it is absent.
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Node item : sequence(key)) {
      texts.add(scalar(key, item));
    }
    return texts;
  }

  /// The mappings of a mandatory list of at least one.
  List<YamlMap> maps(String key) {
    if (value(key).isPresent() && sequence(key).isEmpty()) {
      problem(key, key + ": expected at least one");
    }
    return sequence(key).stream().map(item -> new YamlMap(item, problems)).toList();
  }

  /// An optional mapping; without members when it is absent.
  YamlMap map(String key) {
    NodeTuple tuple = take(key);
    return tuple == null
        ? new YamlMap(new MappingNode(node.getTag(), List.of(), FlowStyle.FLOW), problems)
        : new YamlMap(tuple.getValueNode(), problems);
  }

  void problem(String key, String message) {
    NodeTuple tuple = members.get(key);
    problems.add(tuple == null ? node : tuple.getValueNode(), message);
  }

  /// Says every key that nobody asked for.
  void done(String known) {
    for (Map.Entry<String, NodeTuple> member : members.entrySet()) {
      if (!asked.contains(member.getKey())) {
        problems.add(
            member.getValue().getKeyNode(),
            "unknown key " + member.getKey() + "; expected one of " + known);
      }
    }
  }

  private @Nullable NodeTuple take(String key) {
    asked.add(key);
    return members.get(key);
  }

  private Optional<Node> value(String key) {
    NodeTuple tuple = take(key);
    if (tuple == null) {
      problems.add(node, "the key " + key + " is missing");
      return Optional.empty();
    }
    return Optional.of(tuple.getValueNode());
  }

  private List<Node> sequence(String key) {
    NodeTuple tuple = take(key);
    if (tuple == null) {
      return List.of();
    }
    if (tuple.getValueNode() instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    problems.add(
        tuple.getValueNode(), key + ": expected a list, found " + shape(tuple.getValueNode()));
    return List.of();
  }

  private String scalar(String key, Node found) {
    if (found instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue().strip();
    }
    problems.add(found, key + ": expected a text, found " + shape(found));
    return "?";
  }

  private static String shape(Node node) {
    return switch (node) {
      case MappingNode _ -> "a mapping";
      case SequenceNode _ -> "a list";
      case ScalarNode scalar ->
          scalar.getValue().isBlank() ? "nothing" : "\"" + scalar.getValue() + "\"";
      default -> "something else";
    };
  }
}
