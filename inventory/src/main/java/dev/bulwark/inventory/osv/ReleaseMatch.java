package dev.bulwark.inventory.osv;

import java.util.ArrayList;
import java.util.List;

/// What one advisory says of a package that may stand in it once for each release of its
/// distribution.
final class ReleaseMatch {
  private ReleaseMatch() {}

  /// Affected when one entry of its release says so. Where the release is not known, what only some
  /// releases say is undecided.
  static VersionMatch of(Advisory advisory, Ecosystem.Key key, Matcher matcher) {
    List<VersionMatch> said = new ArrayList<>();
    boolean released = false;
    for (Advisory.Affected affected : advisory.affected()) {
      if (key.concerns(affected)) {
        said.add(matcher.match(affected));
        released |= !affected.release().isEmpty();
      }
    }
    boolean unsure =
        released
            && key.release().isEmpty()
            && said.stream().map(Object::getClass).distinct().count() > 1;
    return unsure
        ? new VersionMatch.Undecided(
            "it depends on the release of "
                + key.ecosystem()
                + ", which is not known; keep its etc/os-release beside the list of packages")
        : worst(said);
  }

  private static VersionMatch worst(List<VersionMatch> said) {
    VersionMatch worst = VersionMatch.Unaffected.UNAFFECTED;
    for (VersionMatch match : said) {
      switch (match) {
        case VersionMatch.Affected affected -> {
          return affected;
        }
        case VersionMatch.Undecided undecided -> worst = undecided;
        case VersionMatch.Unaffected.UNAFFECTED -> {}
      }
    }
    return worst;
  }
}
