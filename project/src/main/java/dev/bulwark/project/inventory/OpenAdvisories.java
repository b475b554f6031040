package dev.bulwark.project.inventory;

import dev.bulwark.inventory.Stock;
import dev.bulwark.inventory.check.Assessment;
import dev.bulwark.inventory.osv.Advisories;
import dev.bulwark.inventory.osv.AdvisoryFile;
import dev.bulwark.inventory.vex.VexStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The advisories of a project while they are in use.
///
/// @param advisories empty when nobody imported any
/// @param statements what suppliers say about vulnerabilities, as it was imported
public record OpenAdvisories(Optional<Advisories> advisories, List<VexStatement> statements)
    implements AutoCloseable {
  /// How old the newest advisory may be before nothing is decided by it.
  public static final Duration MAX_AGE = Duration.ofDays(7);

  public OpenAdvisories {
    statements = List.copyOf(statements);
  }

  /// A stock with what is known now.
  public Assessment assess(Stock stock, Instant now) {
    return new Assessment(stock, advisories, statements, now, MAX_AGE);
  }

  /// The age of the oldest file, by the newest advisory in it; empty when there is none.
  public Optional<Duration> age(Instant now) {
    return advisories.stream()
        .flatMap(all -> all.files().stream())
        .map(file -> file.imported().newest())
        .min(Instant::compareTo)
        .map(newest -> Duration.between(newest, now))
        .map(age -> age.isNegative() ? Duration.ZERO : age);
  }

  /// Why they decide nothing; empty when they do.
  public Optional<String> weakness(Instant now) {
    Optional<Duration> age = age(now);
    if (age.isEmpty()) {
      return Optional.of(
          "no advisories were imported, so no vulnerability is known; run `bulwark advisories"
              + " import`");
    }
    Optional<Instant> ahead = advisories.flatMap(all -> all.ahead(now));
    if (ahead.isPresent()) {
      return Optional.of(
          "an advisory is dated %s, which is still to come, so nobody can say how old they are; import another zip"
              .formatted(ahead.get()));
    }
    return age.filter(old -> old.compareTo(MAX_AGE) > 0)
        .map(
            old ->
                "the advisories are %d days old, so newer vulnerabilities are unknown; import them again"
                    .formatted(old.toDays()));
  }

  @Override
  public void close() {
    advisories.ifPresent(all -> all.files().forEach(AdvisoryFile::close));
  }
}
