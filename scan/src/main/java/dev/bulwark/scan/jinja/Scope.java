package dev.bulwark.scan.jinja;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What the names of a template may hold, over its whole text: an assignment adds to what was
/// there, so that loops, branches and macros need no copies. An attribute of a namespace is a name
/// with a dot.
final class Scope {
  private final Map<String, Abstract> values = new HashMap<>();
  private final Set<String> keyed = new HashSet<>();
  private boolean changed;

  void assign(String name, Abstract value) {
    Abstract before = values.getOrDefault(name, Abstract.nothing());
    Abstract after = before.or(value);
    if (!after.equals(before)) {
      values.put(name, after);
      changed = true;
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Abstract value(String name) {
    return values.getOrDefault(name, Abstract.unknown());
  }

  /// Notes that a name holds whether the conversation contains a certain word.
  void key(String name) {
    changed |= keyed.add(name);
  }

  boolean isKeyed(String name) {
    return keyed.contains(name);
  }

  /// Whether anything was learnt since the last call.
  boolean takeChanged() {
    boolean was = changed;
    changed = false;
    return was;
  }
}
