package dev.bulwark.registry;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names one immutable version of an asset, written `scorer@3`.
///
/// @param asset lower-case letters, digits, `.`, `_`, `-`; at most 64
/// @param number from 1, without gaps
public record VersionId(String asset, long number) implements Comparable<VersionId> {
  private static final Pattern ASSET = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern VERSION =
      Pattern.compile("([a-z0-9][a-z0-9._-]{0,63})@([1-9][0-9]{0,14})");

  public VersionId {
    if (!isAsset(asset) || number < 1) {
      throw new IllegalArgumentException(
          "expected a version such as scorer@3, found " + asset + "@" + number);
    }
  }

  public static boolean isAsset(String name) {
    return ASSET.matcher(name).matches();
  }

  /// Parses `scorer@3`; empty when it is anything else.
  public static Optional<VersionId> parse(String text) {
    Matcher parts = VERSION.matcher(text);
    return parts.matches()
        ? Optional.of(new VersionId(parts.group(1), Long.parseLong(parts.group(2))))
        : Optional.empty();
  }

  @Override
  public int compareTo(VersionId other) {
    int order = asset.compareTo(other.asset);
    return order != 0 ? order : Long.compare(number, other.number);
  }

  @Override
  public String toString() {
    return asset + "@" + number;
  }
}
