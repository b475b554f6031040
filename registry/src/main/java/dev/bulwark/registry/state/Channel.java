package dev.bulwark.registry.state;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.channel.Source;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A channel of updates, and where it stands.
///
/// @param terms what its standing order lets it do
/// @param by the person who signed them
/// @param closed when it was closed; empty while it is open
/// @param highest the highest number that any channel took in of the asset, under whatever name:
///   nothing at or below it comes any more
/// @param looked when its source was looked at, by what is on record
/// @param problem what was wrong then; empty when nothing was
/// @param changed versions whose release was changed at the source since
/// @param request the standing order
/// @param event its opening, in the ledger
public record Channel(
    Terms terms,
    String by,
    Instant opened,
    Optional<Instant> closed,
    Optional<ReleaseNumber> highest,
    Optional<Instant> looked,
    String problem,
    List<VersionId> changed,
    Reference request,
    Reference event) {

  public Channel {
    changed = List.copyOf(changed);
  }

  public String name() {
    return terms.channel();
  }

  public boolean isOpen() {
    return closed.isEmpty();
  }

  /// Whether a version came by these terms: pushed by people when the channel watches this
  /// registry, otherwise by this channel and signed by one of its present publishers.
  public boolean brought(Version version) {
    return terms.source() instanceof Source.People
        ? version.arrival().isEmpty()
        : version
            .arrival()
            .filter(arrival -> arrival.channel().equals(name()) && isPublisher(arrival.publisher()))
            .isPresent();
  }

  boolean isPublisher(Digest key) {
    return terms.publishers().stream().anyMatch(each -> Digest.ofHex(each.hint()).equals(key));
  }

  Channel closed(Instant at) {
    return new Channel(
        terms, by, opened, Optional.of(at), highest, looked, problem, changed, request, event);
  }

  Channel took(ReleaseNumber number) {
    return new Channel(
        terms, by, opened, closed, Optional.of(number), looked, problem, changed, request, event);
  }

  Channel looked(Instant at, RegistryEvent.Looked found) {
    return new Channel(
        terms,
        by,
        opened,
        closed,
        highest,
        Optional.of(at),
        found.problem(),
        found.changed(),
        request,
        event);
  }
}
