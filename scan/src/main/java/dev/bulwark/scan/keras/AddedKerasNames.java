package dev.bulwark.scan.keras;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.scan.pickle.PicklePolicy;
import dev.bulwark.scan.rules.PackLines;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Names a user adds to what a Keras configuration may name, one line for each module:
///
/// ```
/// deny TAB module TAB name name … TAB what it does   ends a sentence that starts with the name; `*` for all
///                                                     names of a module; the module `-` for a name without one
/// allow TAB module TAB name name …                   classes: layers and other objects
/// call TAB module TAB name name …                    functions that may be named
/// ```
///
/// Names are exact, and stand once.
record AddedKerasNames(
    Bytes text, Map<String, String> dangers, Set<String> allowed, Set<String> callable) {
  private static final String FORM = "deny, module, names, what it does";

  AddedKerasNames {
    dangers = Map.copyOf(dangers);
    allowed = Set.copyOf(allowed);
    callable = Set.copyOf(callable);
  }

  /// @param policy what may be loaded by the name of a class at all
  /// @throws IllegalArgumentException `LINE: …`
  static AddedKerasNames parse(
      String text, boolean mayAllow, KerasNames shipped, PicklePolicy policy) {
    Reading reading = new Reading(mayAllow, shipped, policy);
    PackLines.each(text, reading::line);
    return new AddedKerasNames(
        Bytes.utf8(text), reading.dangers, reading.allowed, reading.callable);
  }

  private static final class Reading {
    private final boolean mayAllow;
    private final KerasNames shipped;
    private final PicklePolicy policy;
    private final Map<String, String> dangers = new HashMap<>();
    private final Set<String> allowed = new HashSet<>();
    private final Set<String> callable = new HashSet<>();
    private final Set<String> seen = new HashSet<>();

    Reading(boolean mayAllow, KerasNames shipped, PicklePolicy policy) {
      this.mayAllow = mayAllow;
      this.shipped = shipped;
      this.policy = policy;
    }

    void line(List<String> fields) {
      switch (fields.getFirst()) {
        case "deny" -> {
          PackLines.require(fields, 4, FORM);
          String does = PackLines.told(fields.get(3));
          names(fields).forEach(key -> dangers.put(key, does));
        }
        case "allow" -> allow(fields, allowed);
        case "call" -> allow(fields, callable);
        default ->
            throw new IllegalArgumentException(
                "expected deny, allow or call, found \"" + fields.getFirst() + "\"");
      }
    }

    private void allow(List<String> fields, Set<String> into) {
      PackLines.require(fields, 3, fields.getFirst() + ", module, names");
      if (!mayAllow) {
        throw new IllegalArgumentException(PackLines.ALLOWS_NAMES);
      }
      String module = fields.get(1);
      for (String name : PackLines.names(fields.get(2))) {
        if (module.equals("-")
            || name.equals("*")
            || shipped.danger(module, name).isPresent()
            || shipped.danger("", name).isPresent()
            || policy.harm(module, name).isPresent()) {
          throw new IllegalArgumentException(
              "expected an exact name in a module that is not on the deny list, found \"%s.%s\""
                  .formatted(module, name));
        }
      }
      into.addAll(names(fields));
    }

    /// The keys of a line's names, each of which stands once in the whole list.
    private List<String> names(List<String> fields) {
      String module = fields.get(1).equals("-") ? "" : fields.get(1);
      if (module.contains(" ")) {
        throw new IllegalArgumentException("expected one module, found \"" + module + "\"");
      }
      List<String> keys =
          PackLines.names(fields.get(2)).stream()
              .map(name -> KerasNames.key(module, name))
              .toList();
      if (!keys.stream().allMatch(seen::add)) {
        throw new IllegalArgumentException(
            "expected each name once, found one of %s again".formatted(module));
      }
      return keys;
    }
  }
}
