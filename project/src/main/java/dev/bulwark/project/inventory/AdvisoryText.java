package dev.bulwark.project.inventory;

import dev.bulwark.inventory.osv.Advisories;
import dev.bulwark.inventory.osv.Advisory;
import dev.bulwark.inventory.osv.AdvisoryFile;
import dev.bulwark.inventory.osv.Imported;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Advisories for people and for programs.
public final class AdvisoryText {
  private static final int MOST_NAMED = 8;

  private AdvisoryText() {}

  public static void list(Terminal terminal, OpenAdvisories open, Instant now, boolean json) {
    List<AdvisoryFile> files = open.advisories().map(Advisories::files).orElse(List.of());
    if (json) {
      Json.Builder document =
          Json.object()
              .put("files", Json.array(files.stream().map(file -> json(file, now)).toList()));
      open.advisories()
          .ifPresent(
              all ->
                  document
                      .put("exploited", all.kev().entries().size())
                      .put("predictions", all.epss().scores().size()));
      document.put("statements", open.statements().size());
      open.weakness(now).ifPresent(why -> document.put("weakness", why));
      terminal.line(document.build().canonical());
      return;
    }
    files.forEach(file -> file(terminal, file, now));
    open.advisories()
        .ifPresent(
            all -> {
              if (!all.kev().entries().isEmpty()) {
                terminal.line(
                    "exploited    %,d, CISA's catalogue %s"
                        .formatted(
                            all.kev().entries().size(), Place.printable(all.kev().version())));
              }
              if (!all.epss().scores().isEmpty()) {
                terminal.line(
                    "predictions  %,d, EPSS %s"
                        .formatted(
                            all.epss().scores().size(), Place.printable(all.epss().model())));
              }
            });
    if (!open.statements().isEmpty()) {
      terminal.line("statements   %,d of suppliers (VEX)".formatted(open.statements().size()));
    }
    open.weakness(now).ifPresent(terminal::line);
  }

  private static void file(Terminal terminal, AdvisoryFile file, Instant now) {
    Imported imported = file.imported();
    List<String> names = List.copyOf(file.ecosystems());
    String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
    terminal.line(
        "advisories   %,d about %,d packages of %s%s"
            .formatted(
                imported.advisories(),
                imported.packages(),
                Place.printable(shown),
                names.size() > MOST_NAMED ? " and " + (names.size() - MOST_NAMED) + " more" : ""));
    terminal.line(
        "             newest of %s, %d days old; %,d withdrawn"
            .formatted(imported.newest(), days(imported, now), imported.withdrawn()));
    terminal.line("             from " + imported.source());
  }

  private static long days(Imported imported, Instant now) {
    return Math.max(0, Duration.between(imported.newest(), now).toDays());
  }

  private static Json json(AdvisoryFile file, Instant now) {
    Imported imported = file.imported();
    return Json.object()
        .put("advisories", imported.advisories())
        .put("withdrawn", imported.withdrawn())
        .put("packages", imported.packages())
        .put("ecosystems", Json.texts(file.ecosystems()))
        .put("newest", imported.newest().toString())
        .put("ageDays", days(imported, now))
        .put("source", imported.source().toString())
        .put("digest", file.digest().toString())
        .build();
  }

  public static void show(Terminal terminal, List<Advisory> found, Advisories all, boolean json) {
    if (json) {
      terminal.line(
          Json.object()
              .put("advisories", Json.array(found.stream().map(AdvisoryText::json).toList()))
              .build()
              .canonical());
      return;
    }
    found.forEach(advisory -> show(terminal, advisory, all));
  }

  private static void show(Terminal terminal, Advisory advisory, Advisories all) {
    terminal.line(Place.printable(advisory.id() + "  " + advisory.summary()));
    row(terminal, "also", String.join(", ", advisory.aliases()));
    row(terminal, "modified", advisory.modified());
    advisory.severities().forEach(vector -> row(terminal, "severity", vector.score()));
    advisory
        .cve()
        .ifPresent(
            cve -> {
              Optional.ofNullable(all.kev().entries().get(cve))
                  .ifPresent(kev -> row(terminal, "exploited", "known since " + kev.added()));
              Optional.ofNullable(all.epss().scores().get(cve))
                  .map(score -> 100 * score.probability())
                  .map(percent -> String.format(Locale.ROOT, "%.1f %% within 30 days", percent))
                  .ifPresent(text -> row(terminal, "predicted", text));
            });
    for (Advisory.Affected affected : advisory.affected()) {
      row(
          terminal,
          "affects",
          "%s in %s%s"
              .formatted(affected.name(), affected.ecosystem(), suffix(affected.release())));
      affected.ranges().forEach(range -> row(terminal, "", range(range)));
      if (!affected.versions().isEmpty()) {
        row(terminal, "", affected.versions().size() + " versions by name");
      }
    }
  }

  private static String suffix(String release) {
    return release.isEmpty() ? "" : " " + release;
  }

  private static String range(Advisory.Range range) {
    return String.join(", ", range.events().stream().map(AdvisoryText::event).toList());
  }

  private static String event(Advisory.Event event) {
    return event.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + event.version();
  }

  private static void row(Terminal terminal, String name, String text) {
    if (!text.isBlank()) {
      terminal.line("  %-10s %s".formatted(name, Place.printable(text)));
    }
  }

  private static Json json(Advisory advisory) {
    return Json.object()
        .put("id", advisory.id())
        .put("aliases", Json.texts(advisory.aliases()))
        .put("modified", advisory.modified())
        .put("summary", advisory.summary())
        .put(
            "severities",
            Json.texts(advisory.severities().stream().map(Advisory.Vector::score).toList()))
        .put(
            "affected",
            Json.array(
                advisory.affected().stream()
                    .map(
                        affected ->
                            Json.object()
                                .put("ecosystem", affected.ecosystem())
                                .put("name", affected.name())
                                .put("versions", Json.texts(affected.versions()))
                                .put(
                                    "ranges",
                                    Json.texts(
                                        affected.ranges().stream()
                                            .map(AdvisoryText::range)
                                            .toList()))
                                .build())
                    .toList()))
        .build();
  }
}
