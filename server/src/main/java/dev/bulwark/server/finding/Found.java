package dev.bulwark.server.finding;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Something a rule found, or could not decide, at one place, followed through every check.
///
/// @param id stable for the suite, rule and place: 16 hexadecimal digits
/// @param place file and position; the names of what was examined when nothing could be decided
/// @param messages of the last check that saw it, without repeats
/// @param open whether the newest check saw it
/// @param sightings every check since the first that saw it, oldest first; at least one
public record Found(
    String id,
    String suite,
    String rule,
    Grade grade,
    String place,
    List<String> messages,
    boolean open,
    List<Sighting> sightings) {
  public Found {
    messages = List.copyOf(messages);
    sightings = List.copyOf(sightings);
  }

  public Instant firstSeen() {
    return sightings.getFirst().at();
  }

  public Instant lastSeen() {
    return lastSighting().at();
  }

  /// The newest check that saw it.
  public Sighting lastSighting() {
    return sightings.reversed().stream().filter(Sighting::there).findFirst().orElseThrow();
  }

  /// From the first check that saw it to now while it is open, to the last that saw it otherwise.
  public Duration age(Instant now) {
    return Duration.between(firstSeen(), open ? now : lastSeen());
  }
}
