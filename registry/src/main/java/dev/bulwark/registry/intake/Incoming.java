package dev.bulwark.registry.intake;

import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.provenance.Provenance;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What somebody brings to become the next version of an asset.
///
/// @param asset its name
/// @param base an earlier version whose other files stay as they are, without being read again
/// @param files what is new or changed
/// @param without names of the base's files that are left out
/// @param lineage what it comes from
/// @param provenance what its builder says of how it was made; must cover every file
/// @param signed what a publisher signed, when a channel brings it
public record Incoming(
    String asset,
    AssetKind kind,
    Optional<VersionId> base,
    List<File> files,
    Set<String> without,
    List<RegistryEvent.Lineage> lineage,
    Optional<Provenance> provenance,
    Optional<Signed> signed) {

  /// A release as its publisher's signature says it is.
  ///
  /// @param content what must lie under seal in the end, or it is not taken in
  public record Signed(Content content, RegistryEvent.Arrival arrival) {}

  /// What a person brings.
  public Incoming(
      String asset,
      AssetKind kind,
      Optional<VersionId> base,
      List<File> files,
      Set<String> without,
      List<RegistryEvent.Lineage> lineage) {
    this(asset, kind, base, files, without, lineage, Optional.empty());
  }

  /// What a person brings with its builder's word.
  public Incoming(
      String asset,
      AssetKind kind,
      Optional<VersionId> base,
      List<File> files,
      Set<String> without,
      List<RegistryEvent.Lineage> lineage,
      Optional<Provenance> provenance) {
    this(asset, kind, base, files, without, lineage, provenance, Optional.empty());
  }

  public Incoming {
    files = List.copyOf(files);
    without = Set.copyOf(without);
    lineage = List.copyOf(lineage);
  }

  /// A file that is brought.
  ///
  /// @param name relative to the version, with `/`
  /// @param size in bytes, as promised: another number of bytes is refused
  public record File(String name, long size, Opener opener) {}

  /// Opens a file for one reading.
  @FunctionalInterface
  public interface Opener {
    ReadableByteChannel open() throws IOException;
  }
}
