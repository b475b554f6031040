package dev.bulwark.registry.state;

import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.seal.KeyPlace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One immutable version, and where it stands.
///
/// @param list the name of its packing list in the store
/// @param key where its wrapped key lies there
/// @param by who pushed it
/// @param state since the last event about it
/// @param why in words: the rules it failed, the reason it was revoked or erased; empty otherwise
/// @param arrival how it came by a channel; empty when a person pushed it
/// @param event its push, in the ledger
/// @param examined what the last examination came to; empty while it is Pending
public record Version(
    VersionId id,
    AssetKind kind,
    Content content,
    String list,
    KeyPlace key,
    List<RegistryEvent.Lineage> lineage,
    String by,
    Instant pushed,
    State state,
    String why,
    Optional<RegistryEvent.Arrival> arrival,
    Reference event,
    Optional<RegistryEvent.Examined> examined) {

  /// Only Ready versions are promoted.
  public enum State {
    /// Sealed, not examined yet.
    PENDING,
    /// Every check over the stored bytes passed.
    READY,
    /// In quarantine: sealed, with its findings.
    FAILED,
    /// Withdrawn for good.
    REVOKED,
    /// Its bytes are destroyed; what is known of it stays. Nothing follows.
    ERASED
  }

  public Version {
    lineage = List.copyOf(lineage);
  }

  Version in(State next, String why) {
    return new Version(
        id, kind, content, list, key, lineage, by, pushed, next, why, arrival, event, examined);
  }

  Version after(RegistryEvent.Examined examination) {
    return new Version(
        id,
        kind,
        content,
        list,
        key,
        lineage,
        by,
        pushed,
        examination.result() == RegistryEvent.Examined.Standing.READY ? State.READY : State.FAILED,
        String.join(", ", examination.failed()),
        arrival,
        event,
        Optional.of(examination));
  }
}
