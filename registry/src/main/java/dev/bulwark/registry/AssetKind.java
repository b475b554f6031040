package dev.bulwark.registry;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a lineage of versions is.
public enum AssetKind {
  MODEL,
  DATASET,
  PROMPT,
  ADAPTER,
  CONFIGURATION;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<AssetKind> parse(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
