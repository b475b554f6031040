package dev.bulwark.inventory.osv;

import dev.bulwark.inventory.version.VersionMemo;
import dev.bulwark.inventory.version.VersionScheme;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Asks many advisories about one version of one package. Not thread-safe.
final class Matcher {
  private final String ecosystem;
  private final String version;
  private final String normal;
  private final Map<VersionScheme, VersionMemo> memos = new EnumMap<>(VersionScheme.class);

  Matcher(String ecosystem, String version) {
    this.ecosystem = ecosystem;
    this.version = version;
    this.normal = Ecosystem.normalVersion(ecosystem, version);
  }

  VersionMatch match(Advisory.Affected affected) {
    if (affected.versions().contains(normal)) {
      return new VersionMatch.Affected("the advisory lists " + version);
    }
    boolean ranged = affected.ranges().stream().anyMatch(range -> !range.type().equals("GIT"));
    if (affected.versions().isEmpty() && !ranged) {
      return new VersionMatch.Undecided("the advisory names no versions");
    }
    Optional<VersionMatch> undecided = Optional.empty();
    for (Advisory.Range range : affected.ranges()) {
      if (range.type().equals("GIT")) {
        continue;
      }
      VersionMatch inside = inside(range);
      if (inside instanceof VersionMatch.Affected) {
        return inside;
      } else if (inside instanceof VersionMatch.Undecided) {
        undecided = undecided.or(() -> Optional.of(inside));
      }
    }
    return undecided.orElse(VersionMatch.Unaffected.UNAFFECTED);
  }

  private VersionMatch inside(Advisory.Range range) {
    Optional<VersionScheme> scheme = Ecosystem.scheme(ecosystem, range.type());
    if (scheme.isEmpty()) {
      return new VersionMatch.Undecided("no order of versions is known for " + ecosystem);
    }
    try {
      return new RangeWalk(memos.computeIfAbsent(scheme.get(), VersionMemo::new), version)
          .over(range);
    } catch (RangeWalk.Lost e) {
      return new VersionMatch.Undecided(e.problem());
    }
  }
}
