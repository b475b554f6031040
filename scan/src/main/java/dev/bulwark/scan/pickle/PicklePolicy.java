package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What each name may do in a pickle. Names are exact pairs of module and qualified name; nothing
/// is matched by prefix, except that a denied module takes its submodules along.
///
/// Whatever is not listed is suspicious. The deny list lets nothing pass or fail that would not
/// otherwise: it only says how bad a thing is. Immutable.
public final class PicklePolicy {
  private static final Standing MEMBER =
      new Standing.Allowed(Standing.Role.INERT, Optional.empty(), -1);

  private final Digest digest;
  private final Map<String, Standing> names;
  private final Map<String, Standing.Category> deniedModules;
  private final Set<String> standardLibrary;
  private final Set<String> tellingWords;
  private final boolean scripted;

  private PicklePolicy(PicklePolicy other, boolean scripted) {
    this.digest = other.digest;
    this.names = other.names;
    this.deniedModules = other.deniedModules;
    this.standardLibrary = other.standardLibrary;
    this.tellingWords = other.tellingWords;
    this.scripted = scripted;
  }

  private PicklePolicy(PicklePolicy shipped, AddedNames added) {
    this.digest = Digest.of(Bytes.concat(Bytes.utf8(shipped.digest.toString()), added.text()));
    this.names = added.over(shipped.names);
    Map<String, Standing.Category> modules = new HashMap<>(added.deniedModules());
    modules.putAll(shipped.deniedModules);
    this.deniedModules = Map.copyOf(modules);
    this.standardLibrary = shipped.standardLibrary;
    this.tellingWords = shipped.tellingWords;
    this.scripted = shipped.scripted;
  }

  private PicklePolicy(Digest digest, PolicyText text) {
    this.digest = digest;
    this.names = Map.copyOf(text.names);
    this.deniedModules = Map.copyOf(text.deniedModules);
    this.standardLibrary = Set.copyOf(text.standardLibrary);
    this.tellingWords = Set.copyOf(text.tellingWords);
    this.scripted = false;
  }

  /// The policy this version ships.
  public static PicklePolicy builtin() {
    return parse(resource("pickle-libraries.tsv") + resource("pickle-policy.tsv"));
  }

  private static String resource(String name) {
    try (InputStream in = PicklePolicy.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the build");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Parses the text form, described at the head of `pickle-policy.tsv`.
  ///
  /// @throws IllegalArgumentException naming the first line that is not understood
  public static PicklePolicy parse(String text) {
    PolicyText parsed = new PolicyText();
    parsed.read(text);
    return new PicklePolicy(Digest.of(Bytes.utf8(text)), parsed);
  }

  /// This policy with a user's names on top. A denied name is denied, whatever this policy says of
  /// it; an allowed one is allowed unless this policy denies it.
  ///
  /// @param mayAllow whether the text may allow names at all
  /// @throws IllegalArgumentException naming the first line that is not understood or not allowed
  public PicklePolicy with(String text, boolean mayAllow) {
    return new PicklePolicy(this, AddedNames.parse(text, mayAllow, this));
  }

  /// This policy for the pickles of a TorchScript archive. PyTorch's own unpickler reads them,
  /// which finds a name in `__torch__` in the archive's code and nowhere else.
  public PicklePolicy forTorchScript() {
    return new PicklePolicy(this, true);
  }

  /// The digest of the policy's text: part of what an answer depends on.
  public Digest digest() {
    return digest;
  }

  /// What harm a name does that some other format makes a loader import: as the end of a sentence
  /// that starts with the name. Names of Python's own library that are not denied count as well.
  public Optional<String> harm(String module, String name) {
    return switch (standing(new PickleName(module, name))) {
      case Standing.Denied(Standing.Category category) -> Optional.of(category.does());
      case Standing.Unlisted(Standing.Look look) ->
          look == Standing.Look.STANDARD_LIBRARY
              ? Optional.of("is part of Python's own library")
              : Optional.empty();
      case Standing.Allowed _ -> Optional.empty();
    };
  }

  /// What harm a name does that is on the deny list, or whose module is, or that pickles may call
  /// with certain arguments only: as the end of a sentence that starts with the name.
  public Optional<String> denied(String module, String name) {
    PickleName named = new PickleName(module, name);
    Optional<Standing.Category> category =
        standing(named) instanceof Standing.Denied(var listed)
            ? Optional.of(listed)
            : deniedOtherwise(named);
    return category.map(Standing.Category::does);
  }

  /// Whether a name is listed as one that models need.
  public boolean allows(String module, String name) {
    return standing(new PickleName(module, name)) instanceof Standing.Allowed;
  }

  Standing standing(PickleName name) {
    Standing listed = names.get(name.key());
    if (listed == null && scripted && ScriptNames.isScripts(name)) {
      return ScriptNames.STANDING;
    }
    if (listed != null) {
      return listed;
    }
    if (isMember(name)) {
      return MEMBER;
    }
    Optional<Standing.Category> denied = deniedModule(name.module());
    if (denied.isEmpty()) {
      denied = deniedPath(name);
    }
    return denied.<Standing>map(Standing.Denied::new).orElseGet(() -> unlisted(name));
  }

  /// Whether this is a constant of an allowed enumeration.
  private boolean isMember(PickleName name) {
    int dot = name.qualified().indexOf('.');
    return dot > 0
        && names.get(name.module() + "\0" + name.qualified().substring(0, dot))
            instanceof Standing.Allowed owner
        && owner.role() == Standing.Role.ENUM
        && isConstant(name.qualified(), dot + 1);
  }

  private static boolean isConstant(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c == '_' || (c >= '0' && c <= '9');
      if (!(c >= 'A' && c <= 'Z') && !(digit && i > from)) {
        return false;
      }
    }
    return from < text.length();
  }

  /// How bad it is when the arguments of an allowed name do not fit: what the deny list says of it.
  Optional<Standing.Category> deniedOtherwise(PickleName name) {
    return names.get("!" + name.key()) instanceof Standing.Denied denied
        ? Optional.of(denied.category())
        : Optional.empty();
  }

  private Optional<Standing.Category> deniedModule(String module) {
    String prefix = module;
    while (!prefix.isEmpty()) {
      Standing.Category category = deniedModules.get(prefix);
      if (category != null) {
        return Optional.of(category);
      }
      prefix = prefix.substring(0, Math.max(0, prefix.lastIndexOf('.')));
    }
    return Optional.empty();
  }

  /// A dotted name walks from object to object; each step may be a module somebody imported there.
  private Optional<Standing.Category> deniedPath(PickleName name) {
    if (name.qualified().indexOf('.') < 0) {
      return Optional.empty();
    }
    String[] steps = name.qualified().split("\\.", -1);
    for (int i = 0; i < steps.length; i++) {
      String step =
          steps[i].startsWith("_") && !steps[i].startsWith("__") ? steps[i].substring(1) : steps[i];
      boolean hidden = step.startsWith("__") && !step.equals("__new__");
      if (hidden || (i + 1 < steps.length && deniedModules.containsKey(step))) {
        return Optional.of(Standing.Category.WALK);
      }
    }
    Standing last = names.get("builtins\0" + steps[steps.length - 1]);
    return last instanceof Standing.Denied denied
        ? Optional.of(denied.category())
        : Optional.empty();
  }

  private Standing unlisted(PickleName name) {
    String module = name.module();
    if (module.equals("__main__")) {
      return new Standing.Unlisted(Standing.Look.MAIN);
    }
    if (name.qualified().indexOf('.') >= 0) {
      return new Standing.Unlisted(Standing.Look.DOTTED);
    }
    int dot = module.indexOf('.');
    if (standardLibrary.contains(dot < 0 ? module : module.substring(0, dot))) {
      return new Standing.Unlisted(Standing.Look.STANDARD_LIBRARY);
    }
    boolean telling = name.words().stream().anyMatch(tellingWords::contains);
    return new Standing.Unlisted(telling ? Standing.Look.TELLING : Standing.Look.PLAIN);
  }

  /// The policy while it is being read.
  private static final class PolicyText {
    final Map<String, Standing> names = new HashMap<>(4096);
    final Map<String, Standing.Category> deniedModules = new HashMap<>();
    final Set<String> standardLibrary = new HashSet<>();
    final Set<String> tellingWords = new HashSet<>();

    void read(String text) {
      int number = 0;
      for (String line : text.split("\n", -1)) {
        number++;
        if (!line.isEmpty() && line.charAt(0) != '#') {
          try {
            readLine(line.split("\t", -1));
          } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                "line " + number + " of the pickle policy is not understood: " + line, e);
          }
        }
      }
    }

    private void readLine(String[] fields) {
      switch (fields[0]) {
        case "stdlib" -> standardLibrary.addAll(Set.of(fields[1].split(" ", -1)));
        case "words" -> tellingWords.addAll(Set.of(fields[1].split(" ", -1)));
        case "deny" -> deny(Standing.Category.valueOf(fields[1]), fields[2], fields[3]);
        default -> allow(fields);
      }
    }

    private void deny(Standing.Category category, String modules, String denied) {
      for (String module : modules.split(" ", -1)) {
        if (denied.equals("*")) {
          deniedModules.put(module, category);
        } else {
          denyNames(category, module, denied);
        }
      }
    }

    private void denyNames(Standing.Category category, String module, String denied) {
      for (String name : denied.split(" ", -1)) {
        String key = module + "\0" + name;
        boolean allowed = names.get(key) instanceof Standing.Allowed;
        names.put(allowed ? "!" + key : key, new Standing.Denied(category));
      }
    }

    private void allow(String[] fields) {
      Standing.Role role = Standing.Role.valueOf(fields[0].toUpperCase(java.util.Locale.ROOT));
      Optional<Schema> schema =
          role == Standing.Role.REBUILD ? Optional.of(Schema.parse(fields[3])) : Optional.empty();
      int gives = fields.length > 4 ? Integer.parseInt(fields[4]) : -1;
      Standing standing = new Standing.Allowed(role, schema, gives);
      for (String module : fields[1].split(" ", -1)) {
        for (String name : fields[2].split(" ", -1)) {
          names.put(module + "\0" + name, standing);
        }
      }
    }
  }
}
