package dev.bulwark.scan.keras;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.scan.pickle.PicklePolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a Keras configuration may name, by exact pairs of module and name. Immutable.
public final class KerasNames {
  private final Digest digest;
  private final Set<String> allowed;
  private final Set<String> callable;
  private final Map<String, String> dangers;
  private final Set<String> plain;
  private final Map<String, String> plainDangers;
  private final Set<String> families;
  private final Set<String> tensor;

  private KerasNames(Digest digest, Text text) {
    this.digest = digest;
    this.allowed = Set.copyOf(text.allowed);
    this.callable = Set.copyOf(text.callable);
    this.dangers = Map.copyOf(text.dangers);
    this.plain = Set.copyOf(text.plain);
    this.plainDangers = Map.copyOf(text.plainDangers);
    this.families = Set.copyOf(text.roots);
    this.tensor = Set.copyOf(text.tensor);
  }

  private KerasNames(KerasNames shipped, AddedKerasNames added) {
    this.digest = Digest.of(Bytes.concat(Bytes.utf8(shipped.digest.toString()), added.text()));
    this.allowed = both(shipped.allowed, added.allowed());
    this.callable = both(shipped.callable, added.callable());
    this.dangers = new HashMap<>(added.dangers());
    dangers.putAll(shipped.dangers);
    this.plain = shipped.plain;
    this.plainDangers = shipped.plainDangers;
    this.families = shipped.families;
    this.tensor = shipped.tensor;
  }

  private static Set<String> both(Set<String> some, Set<String> others) {
    Set<String> all = new HashSet<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }

  /// The names this version ships.
  public static KerasNames builtin() {
    try (InputStream in = KerasNames.class.getResourceAsStream("keras-names.tsv")) {
      if (in == null) {
        throw new IllegalStateException("keras-names.tsv is missing from the build");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Parses the text form, described at the head of `keras-names.tsv`.
  ///
  /// @throws IllegalArgumentException naming the first line that is not understood
  public static KerasNames parse(String text) {
    Text parsed = new Text();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (!line.isEmpty() && line.charAt(0) != '#') {
        String[] fields = line.split("\t", -1);
        if (!parsed.take(fields)) {
          throw new IllegalArgumentException(
              "line %d of the Keras names is not understood: %s".formatted(number, line));
        }
      }
    }
    return new KerasNames(Digest.of(Bytes.utf8(text)), parsed);
  }

  /// These names with a user's on top, as {@link AddedKerasNames} describes them. What is denied
  /// here stays denied; what the user denies is denied whatever these names say of it.
  ///
  /// @param mayAllow whether the text may allow names at all
  /// @throws IllegalArgumentException `LINE: …`, naming the first line that is refused
  public KerasNames with(String text, boolean mayAllow, PicklePolicy policy) {
    return new KerasNames(this, AddedKerasNames.parse(text, mayAllow, this, policy));
  }

  /// The digest of the names' text: part of what an answer depends on.
  public Digest digest() {
    return digest;
  }

  /// Whether a class of a module may be built; of no module, whether Keras has one of that name.
  boolean mayBuild(String module, String name) {
    return module.isEmpty() ? plain.contains(name) : allowed.contains(key(module, name));
  }

  boolean mayCall(String module, String name) {
    return callable.contains(key(module, name));
  }

  /// What a name does that no model needs.
  Optional<String> danger(String module, String name) {
    if (module.isEmpty() && plainDangers.containsKey(name)) {
      return Optional.of(plainDangers.get(name));
    }
    String danger = dangers.get(key(module, name));
    return Optional.ofNullable(danger == null ? dangers.get(key(module, "*")) : danger);
  }

  /// Whether a module is Keras's own, by its first component.
  boolean isKeras(String module) {
    String root = module.substring(0, Math.max(0, module.concat(".").indexOf('.')));
    return families.contains(root) || module.startsWith("tensorflow.");
  }

  /// Whether a TensorFlow function may be named.
  boolean isTensorFunction(String name) {
    int dot = name.lastIndexOf('.');
    return tensor.contains(name) || (dot > 0 && tensor.contains(name.substring(0, dot) + ".*"));
  }

  static String key(String module, String name) {
    return module + "\0" + name;
  }

  /// The names while they are being read.
  private static final class Text {
    private final List<String> families = new ArrayList<>();
    private final Set<String> roots = new HashSet<>(Set.of("keras_hub", "keras_nlp", "keras_cv"));
    private final Set<String> allowed = new HashSet<>();
    private final Set<String> callable = new HashSet<>();
    private final Map<String, String> dangers = new HashMap<>();
    private final Set<String> plain = new HashSet<>();
    private final Map<String, String> plainDangers = new HashMap<>();
    private final Set<String> tensor = new HashSet<>();

    boolean take(String[] fields) {
      switch (fields[0] + fields.length) {
        case "family2" -> family(fields[1].split(" ", -1));
        case "allow3" -> {
          keys(fields[1], fields[2], allowed);
          plain.addAll(List.of(fields[2].split(" ", -1)));
        }
        case "call3" -> keys(fields[1], fields[2], callable);
        case "danger4" -> danger(fields);
        case "tensor2" -> tensor.addAll(List.of(fields[1].split(" ", -1)));
        default -> {
          return false;
        }
      }
      return true;
    }

    private void family(String[] packages) {
      families.addAll(List.of(packages));
      for (String each : packages) {
        if (!each.startsWith("tensorflow")) {
          roots.add(each.substring(0, each.concat(".").indexOf('.')));
        }
      }
    }

    private void danger(String[] fields) {
      Set<String> keys = new HashSet<>();
      keys(fields[1], fields[2], keys);
      keys.forEach(key -> dangers.put(key, fields[3]));
      for (String name : fields[2].split(" ", -1)) {
        if (!name.equals("*") && Character.isUpperCase(name.charAt(0))) {
          plainDangers.put(name, fields[3]);
        }
      }
    }

    private void keys(String modules, String names, Set<String> into) {
      for (String module : modules.split(" ", -1)) {
        for (String full : full(module)) {
          for (String name : names.split(" ", -1)) {
            into.add(key(full, name));
          }
        }
      }
    }

    private List<String> full(String module) {
      if (!module.startsWith("=")) {
        return List.of(module);
      }
      String rest = module.length() == 1 ? "" : "." + module.substring(1);
      return families.stream().map(each -> each + rest).toList();
    }
  }
}
