package dev.bulwark.inventory.check;

import dev.bulwark.inventory.Stock;
import dev.bulwark.inventory.bom.BillOfMaterials;
import dev.bulwark.inventory.component.Component;
import dev.bulwark.inventory.osv.Advisories;
import dev.bulwark.inventory.osv.Vulnerability;
import dev.bulwark.inventory.purl.PackageUrl;
import dev.bulwark.inventory.vex.VexStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A stock and everything it is judged by.
///
/// @param advisories empty when nobody imported any
/// @param statements in order; of two about the same, the later counts
/// @param asOf the time of judging
/// @param maxAge how old the newest advisory may be before nothing is decided
public record Assessment(
    Stock stock,
    Optional<Advisories> advisories,
    List<VexStatement> statements,
    Instant asOf,
    Duration maxAge) {
  public Assessment {
    statements = List.copyOf(statements);
  }

  /// Why the advisories decide nothing: none, too old, or of no known age. Empty when they do.
  Optional<String> stale() {
    if (advisories.isEmpty() || advisories.get().files().isEmpty()) {
      return Optional.of(
          "no advisories were imported, so no vulnerability is known; run `bulwark advisories import`");
    }
    Optional<Instant> ahead = advisories.get().ahead(asOf);
    if (ahead.isPresent()) {
      return Optional.of(
          "an advisory is dated "
              + ahead.get()
              + ", which is still to come, so nobody can say how old they are; run `bulwark advisories import` with another zip");
    }
    return advisories.get().files().stream()
        .map(file -> file.imported().newest())
        .min(Instant::compareTo)
        .filter(newest -> newest.plus(maxAge).isBefore(asOf))
        .map(
            newest ->
                "the newest advisory is of "
                    + newest
                    + ", more than "
                    + maxAge.toDays()
                    + " days ago; run `bulwark advisories import` with a newer zip");
  }

  /// Why nobody can say what there is: no file was found that would tell. Empty when one was.
  Optional<String> unwritten() {
    return stock.files().isEmpty() && stock.problems().isEmpty()
        ? Optional.of(
            "no lock file and no manifest of packages was found, so nobody can say what it is made"
                + " of; keep one, such as requirements.txt with hashes or package-lock.json")
        : Optional.empty();
  }

  /// Every known vulnerability of a pinned component, once per package.
  public List<BillOfMaterials.Known> known() {
    if (advisories.isEmpty()) {
      return List.of();
    }
    Map<PackageUrl, Component> packages = new TreeMap<>();
    stock.components().stream()
        .filter(Component::isPinned)
        .forEach(component -> packages.putIfAbsent(component.purl(), component));
    List<BillOfMaterials.Known> all = new ArrayList<>();
    for (Component component : packages.values()) {
      for (Vulnerability known : advisories.get().match(component.purl()).known()) {
        all.add(new BillOfMaterials.Known(component.purl(), known, statement(component, known)));
      }
    }
    return all;
  }

  /// The statement that counts for a vulnerability of a component.
  public Optional<VexStatement> statement(Component component, Vulnerability vulnerability) {
    return statements.stream()
        .filter(statement -> statement.isAbout(component.purl(), vulnerability))
        .reduce((_, later) -> later);
  }
}
