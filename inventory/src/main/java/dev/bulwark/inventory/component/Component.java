package dev.bulwark.inventory.component;

import dev.bulwark.inventory.purl.PackageUrl;
import dev.bulwark.kernel.check.Place;
import java.util.List;

/// One third-party package a file declares.
///
/// @param purl with its version when it is pinned
/// @param range what the file asks for when it does not pin, as written; empty when it does
/// @param scope whether the project asked for it itself
/// @param hashes of its bytes, as `sha256:…` and the like in lower case; empty when the file has
///   none
/// @param place the file and the line
public record Component(
    PackageUrl purl, String range, Scope scope, List<String> hashes, Place place) {

  public enum Scope {
    DIRECT,
    TRANSITIVE,
    /// The file does not tell.
    UNKNOWN
  }

  public Component {
    hashes = List.copyOf(hashes);
  }

  /// Whether it is one exact version.
  public boolean isPinned() {
    return purl.version().isPresent();
  }
}
