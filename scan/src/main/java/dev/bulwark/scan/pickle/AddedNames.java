package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.scan.rules.PackLines;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Names a user adds to the policy, one line for each module:
///
/// ```
/// deny TAB CATEGORY TAB module TAB name name …     `*` for all names of a module and its submodules
/// ROLE TAB module TAB name name …                  inert, make, enum, mapping, sequence or set
/// ```
///
/// A line that begins with `#` is a comment. Names are exact, and stand once.
record AddedNames(
    Bytes text, Map<String, Standing> names, Map<String, Standing.Category> deniedModules) {
  /// The roles whose whole meaning is in their name; the others need a schema or a judgement of the
  /// text a state holds.
  private static final Set<Standing.Role> ROLES =
      Set.of(
          Standing.Role.INERT,
          Standing.Role.MAKE,
          Standing.Role.ENUM,
          Standing.Role.MAPPING,
          Standing.Role.SEQUENCE,
          Standing.Role.SET);

  AddedNames {
    names = Map.copyOf(names);
    deniedModules = Map.copyOf(deniedModules);
  }

  static AddedNames parse(String text, boolean mayAllow, PicklePolicy shipped) {
    Reading reading = new Reading(mayAllow, shipped);
    PackLines.each(text, reading::line);
    return new AddedNames(Bytes.utf8(text), reading.names, reading.modules);
  }

  /// These names over those of a policy: to deny wins over to allow.
  Map<String, Standing> over(Map<String, Standing> shipped) {
    Map<String, Standing> all = new HashMap<>(shipped);
    names.forEach(
        (key, standing) -> {
          if (!(all.get(key) instanceof Standing.Denied)) {
            all.put(key, standing);
          }
        });
    all.replaceAll(
        (key, standing) ->
            standing instanceof Standing.Allowed
                ? deniedBy(key).<Standing>map(Standing.Denied::new).orElse(standing)
                : standing);
    return Map.copyOf(all);
  }

  private Optional<Standing.Category> deniedBy(String key) {
    String module = key.substring(0, key.indexOf('\0'));
    for (; !module.isEmpty(); module = module.substring(0, Math.max(0, module.lastIndexOf('.')))) {
      if (deniedModules.containsKey(module)) {
        return Optional.of(deniedModules.get(module));
      }
    }
    return Optional.empty();
  }

  private static final class Reading {
    private final boolean mayAllow;
    private final PicklePolicy shipped;
    private final Map<String, Standing> names = new HashMap<>();
    private final Map<String, Standing.Category> modules = new HashMap<>();
    private final Set<String> seen = new HashSet<>();

    Reading(boolean mayAllow, PicklePolicy shipped) {
      this.mayAllow = mayAllow;
      this.shipped = shipped;
    }

    void line(List<String> fields) {
      boolean deny = fields.getFirst().equals("deny");
      PackLines.require(
          fields, deny ? 4 : 3, deny ? "deny, CATEGORY, module, names" : "ROLE, module, names");
      Standing standing =
          deny ? new Standing.Denied(category(fields.get(1))) : allowed(fields.getFirst());
      String module = fields.get(fields.size() - 2);
      if (module.contains(" ")) {
        throw new IllegalArgumentException("expected one module, found \"" + module + "\"");
      }
      for (String name : PackLines.names(fields.getLast())) {
        add(module, name, standing);
      }
    }

    private Standing allowed(String word) {
      Standing.Role role =
          ROLES.stream()
              .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "expected deny, inert, make, enum, mapping, sequence or set, found \""
                              + word
                              + "\""));
      if (!mayAllow) {
        throw new IllegalArgumentException(PackLines.ALLOWS_NAMES);
      }
      return new Standing.Allowed(role, Optional.empty(), -1);
    }

    private static Standing.Category category(String word) {
      return Arrays.stream(Standing.Category.values())
          .filter(one -> one.name().equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "expected one of %s, found \"%s\""
                          .formatted(Arrays.toString(Standing.Category.values()), word)));
    }

    private void add(String module, String name, Standing standing) {
      String key = module + "\0" + name;
      if (!seen.add(key)) {
        throw new IllegalArgumentException(
            "expected each name once, found \"%s.%s\" again".formatted(module, name));
      }
      boolean all = name.equals("*");
      switch (standing) {
        case Standing.Denied(Standing.Category category) when all -> modules.put(module, category);
        case Standing.Denied denied -> {
          if (!isDenied(module, name)) {
            names.put(key, denied);
          }
        }
        case Standing.Allowed allowed -> {
          if (all || isDenied(module, name)) {
            throw new IllegalArgumentException(
                "expected an exact name that is not on the deny list, found \"%s.%s\""
                    .formatted(module, name));
          }
          names.put(key, allowed);
        }
        case Standing.Unlisted _ -> {}
      }
    }

    private boolean isDenied(String module, String name) {
      return shipped.standing(new PickleName(module, name)) instanceof Standing.Denied;
    }
  }
}
