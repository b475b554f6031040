package dev.bulwark.server.config;

import dev.bulwark.govern.yaml.Yaml;
import dev.bulwark.govern.yaml.YamlReader;
import dev.bulwark.govern.yaml.YamlReading;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Gathers what was given, the strongest source first, and all that is wrong with it.
///
/// ```
/// # bulwark-server.yaml
/// host: bulwark.example.com
/// database: jdbc:postgresql://db/bulwark?user=bulwark
/// database-password: file:/run/secrets/database
/// metrics:
///   token: env:METRICS_TOKEN
/// ```
public final class ConfigurationReader {
  private static final YamlReader YAML = new YamlReader(ByteSize.ofKib(256), 4, 1_000);
  private static final Set<String> ELSEWHERE = Set.of("BULWARK_HOME", "BULWARK_CONFIG");

  private final Map<String, Setting<?>> settings = new HashMap<>();
  private final Map<String, String> removed;
  private final Map<String, String> environment;
  private final Map<Setting<?>, Configuration.Chosen<?>> chosen = new HashMap<>();
  private final List<String> problems = new ArrayList<>();

  /// @param environment the process's variables
  public ConfigurationReader(
      List<Setting<?>> settings, Map<String, String> removed, Map<String, String> environment) {
    settings.forEach(setting -> this.settings.put(setting.key(), setting));
    this.removed = Map.copyOf(removed);
    this.environment = Map.copyOf(environment);
  }

  /// Takes texts by key; what an earlier call took stays.
  ///
  /// @param origin how a value from here is told, `--` before a key of the command line
  ConfigurationReader given(String origin, Map<String, String> texts) {
    new TreeMap<>(texts)
        .forEach((key, text) -> take(key, text, origin.equals("--") ? "--" + key : origin));
    return this;
  }

  /// Takes the options of the command line.
  public ConfigurationReader options(Map<String, String> texts) {
    return given("--", texts);
  }

  /// Takes the variables `BULWARK_…`. One that is no key, and that no secret refers to, is a
  /// problem: it may be a key misspelt.
  public ConfigurationReader variables() {
    Map<String, Setting<?>> known = new HashMap<>();
    settings.values().forEach(setting -> known.put(setting.variable(), setting));
    new TreeMap<>(environment)
        .forEach(
            (name, text) -> {
              Setting<?> setting = known.get(name);
              if (setting != null) {
                take(setting.key(), text, name);
              }
            });
    return this;
  }

  /// Takes a file; one that is not there is a problem only when somebody named it.
  public ConfigurationReader file(Path file, boolean isNamed) {
    if (!isNamed && !Files.exists(file)) {
      return this;
    }
    try {
      String name = String.valueOf(file.getFileName());
      switch (YAML.read(Bytes.of(Files.readAllBytes(file)))) {
        case YamlReading.Broken(YamlReading.Problem problem) -> problem(name, problem);
        case YamlReading.Tree(Yaml root, List<YamlReading.Problem> all) -> {
          all.forEach(problem -> problem(name, problem));
          mapping(name, "", root);
        }
      }
    } catch (IOException e) {
      problems.add(
          "%s: expected a file that can be read, found: %s; name another with --config"
              .formatted(file, e.getClass().getSimpleName()));
    }
    return this;
  }

  private void problem(String file, YamlReading.Problem problem) {
    problems.add(
        "%s:%d: expected %s, found %s; %s"
            .formatted(
                file, problem.at().line(), problem.expected(), problem.found(), problem.fix()));
  }

  private void mapping(String file, String above, Yaml node) {
    if (!(node instanceof Yaml.Mapping mapping)) {
      problems.add(
          "%s:%d: expected keys with values, found something else"
              .formatted(file, node.at().line()));
      return;
    }
    for (Yaml.Mapping.Entry entry : mapping.entries()) {
      String key = above + entry.key().text();
      String where = file + ":" + entry.key().at().line();
      boolean leads = settings.keySet().stream().anyMatch(each -> each.startsWith(key + "."));
      if (entry.value() instanceof Yaml.Mapping && leads) {
        mapping(file, key + ".", entry.value());
      } else if (entry.value() instanceof Yaml.Scalar scalar) {
        take(key, scalar.text(), where);
      } else {
        unknownOr(key, where, "expected one value for " + key + ", found none or several");
      }
    }
  }

  private void unknownOr(String key, String where, String problem) {
    problems.add(where + ": " + (settings.containsKey(key) ? problem : unknown(key)));
  }

  private String unknown(String key) {
    String instead = removed.get(key);
    return instead == null
        ? "expected a key that there is, found %s; the keys are %s"
            .formatted(quoted(key), String.join(", ", new java.util.TreeSet<>(settings.keySet())))
        : "the key %s is gone: %s".formatted(key, instead);
  }

  /// What somebody wrote, cut and without control characters: it is shown.
  private static String quoted(String text) {
    String line =
        text.codePoints().limit(60).mapToObj(Character::toString).collect(Collectors.joining());
    return line.replaceAll("\\p{Cntrl}", "?");
  }

  private void take(String key, String text, String origin) {
    Setting<?> setting = settings.get(key);
    if (setting == null) {
      problems.add(origin + ": " + unknown(key));
      return;
    }
    choose(setting, text, origin);
  }

  /// A value that is not right is not shown: it may be a secret in the wrong place.
  private <T> void choose(Setting<T> setting, String text, String origin) {
    try {
      chosen.putIfAbsent(
          setting, new Configuration.Chosen<>(setting.kind().reader().read(text), text, origin));
    } catch (RuntimeException e) {
      problems.add(
          "%s: expected %s for %s, found something else (%d characters)"
              .formatted(origin, setting.kind().form(), setting.key(), text.length()));
    }
  }

  /// @throws ConfigurationFault with every problem, when there is one
  public Configuration read() {
    settings.values().stream()
        .filter(setting -> !chosen.containsKey(setting))
        .forEach(setting -> setting.initial().ifPresent(text -> choose(setting, text, "default")));
    misspelt();
    together();
    secrets();
    if (!problems.isEmpty()) {
      throw new ConfigurationFault(problems);
    }
    return new Configuration(chosen, environment::get);
  }

  private void misspelt() {
    Set<String> known = new HashSet<>(ELSEWHERE);
    settings.values().forEach(setting -> known.add(setting.variable()));
    chosen.values().stream()
        .map(Configuration.Chosen::value)
        .forEach(
            value -> {
              if (value instanceof SecretReference.OfVariable(String name)) {
                known.add(name);
              }
            });
    new TreeMap<>(environment)
        .keySet().stream()
            .filter(name -> name.startsWith("BULWARK_") && !known.contains(name))
            .forEach(
                name ->
                    problems.add(
                        "%s: expected a variable of a key that there is, found another; name no other variable BULWARK_…"
                            .formatted(quoted(name))));
  }

  private void secrets() {
    new TreeMap<>(
            chosen.entrySet().stream()
                .collect(Collectors.toMap(each -> each.getKey().key(), Map.Entry::getValue)))
        .forEach(
            (key, value) -> {
              if (value.value() instanceof SecretReference reference) {
                try {
                  reference.read(environment::get);
                } catch (IllegalArgumentException e) {
                  problems.add(value.origin() + ": " + key + ": " + e.getMessage());
                }
              }
            });
  }

  /// What must not be without another.
  private void together() {
    boolean postgres = text(Settings.DATABASE).startsWith("jdbc:postgresql:");
    if (text(Settings.REPLICAS).equals("true") && !postgres) {
      problems.add(
          origin(Settings.REPLICAS)
              + ": expected a database jdbc:postgresql://… for replicas, found none; give"
              + " database");
    }
    if (chosen.containsKey(Settings.S3_ENDPOINT)
        && !(chosen.containsKey(Settings.S3_ACCESS_KEY)
            && chosen.containsKey(Settings.S3_SECRET_KEY))) {
      problems.add(
          origin(Settings.S3_ENDPOINT)
              + ": expected s3.access-key and s3.secret-key beside it, found one or both missing");
    }
  }

  private String text(Setting<?> setting) {
    Configuration.Chosen<?> value = chosen.get(setting);
    return value == null ? "" : value.text();
  }

  private String origin(Setting<?> setting) {
    Configuration.Chosen<?> value = chosen.get(setting);
    return value == null ? "" : value.origin();
  }
}
