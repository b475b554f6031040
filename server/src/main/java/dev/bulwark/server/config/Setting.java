package dev.bulwark.server.config;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One key of the configuration.
///
/// @param key words in lower case, joined by `-`; a dot leads into a part: `metrics.token`
/// @param kind what its text must be
/// @param initial the text that is in force when nobody gives one; empty for none
/// @param about one line for people
public record Setting<T>(String key, Kind<T> kind, Optional<String> initial, String about) {

  static <T> Setting<T> of(String key, Kind<T> kind, @Nullable String initial, String about) {
    return new Setting<>(key, kind, Optional.ofNullable(initial), about);
  }

  /// The variable that says it in the environment: `BULWARK_METRICS_TOKEN`.
  public String variable() {
    return "BULWARK_" + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
