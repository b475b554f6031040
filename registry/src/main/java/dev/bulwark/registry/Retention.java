package dev.bulwark.registry;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;

/// How long versions are kept: a version may go when it is neither among the newest ready ones of
/// its asset nor younger than some days, counted from its push and from when it last ran.
///
/// @param asset the asset it is for; empty for every asset without a rule of its own
/// @param keep how many of the newest ready versions stay whatever their age, 0 to 1,000,000
/// @param days how old a version must be to go, 1 to 36,500
public record Retention(String asset, long keep, long days) {
  private static final long MOST_KEPT = 1_000_000;
  private static final long MOST_DAYS = 36_500;

  /// @throws RegistryFault `registry-invalid`
  public Retention {
    if (!asset.isEmpty() && !VersionId.isAsset(asset)) {
      throw invalid("the name of an asset", asset);
    }
    if (keep < 0 || keep > MOST_KEPT) {
      throw invalid("0 to 1000000 versions to keep", Long.toString(keep));
    }
    if (days < 1 || days > MOST_DAYS) {
      throw invalid("1 to 36500 days", Long.toString(days));
    }
  }

  private static RegistryFault invalid(String expected, String found) {
    return new RegistryFault(
        RegistryFault.INVALID, "expected %s, found \"%s\"".formatted(expected, found));
  }

  /// `{"asset","keep","days"}`.
  public Json.Obj json() {
    return Json.object().put("asset", asset).put("keep", keep).put("days", days).build();
  }

  /// What a person signs who asks for it.
  public Digest digest() {
    return Digest.of(json().canonicalBytes());
  }

  @Override
  public String toString() {
    return "%s: the newest %d that are ready, and whatever is younger than %d days"
        .formatted(asset.isEmpty() ? "every asset" : asset, keep, days);
  }
}
