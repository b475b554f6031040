package dev.bulwark.server.config;

import dev.bulwark.server.ServerFault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What is in force, and where each of it came from. Immutable.
public final class Configuration {
  private final Map<Setting<?>, Chosen<?>> chosen;
  private final UnaryOperator<@Nullable String> environment;

  /// A value in force.
  ///
  /// @param text as it was given
  /// @param origin such as `bulwark-server.yaml:3`, `BULWARK_PORT`, `--port` or `default`
  record Chosen<T>(T value, String text, String origin) {}

  Configuration(Map<Setting<?>, Chosen<?>> chosen, UnaryOperator<@Nullable String> environment) {
    this.chosen = Map.copyOf(chosen);
    this.environment = environment;
  }

  /// What holds when nobody says anything.
  public static Configuration defaults() {
    return of(Map.of());
  }

  /// @param texts by key
  /// @throws ConfigurationFault with all problems
  public static Configuration of(Map<String, String> texts) {
    return new ConfigurationReader(Settings.ALL, Settings.REMOVED, Map.of())
        .given("given", texts)
        .read();
  }

  /// The value of a setting that has a default.
  public <T> T value(Setting<T> setting) {
    return find(setting)
        .orElseThrow(() -> new IllegalStateException(setting.key() + " has no default; use find"));
  }

  /// The value, when there is one.
  @SuppressWarnings("unchecked") // a setting is chosen by its own kind
  public <T> Optional<T> find(Setting<T> setting) {
    return Optional.ofNullable((Chosen<T>) chosen.get(setting)).map(Chosen::value);
  }

  /// A secret, read where its reference says.
  ///
  /// @throws ServerFault `server-unavailable` when it is not there
  public Optional<String> secret(Setting<SecretReference> setting) {
    try {
      return find(setting).map(reference -> reference.read(environment));
    } catch (IllegalArgumentException e) {
      throw new ServerFault(ServerFault.UNAVAILABLE, setting.key() + ": " + e.getMessage(), e);
    }
  }

  /// For people: key, value, origin. Of a secret only where it is.
  public SequencedMap<String, String> lines() {
    SequencedMap<String, String> lines = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      Chosen<?> each = chosen.get(setting);
      lines.put(
          setting.key(),
          each == null
              ? "(none)"
              : (each.value() instanceof SecretReference ? "****** in " + each.text() : each.text())
                  + "  ("
                  + each.origin()
                  + ")");
    }
    return lines;
  }
}
