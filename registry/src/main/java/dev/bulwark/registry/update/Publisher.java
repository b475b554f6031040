package dev.bulwark.registry.update;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.signing.Manifest;
import java.nio.file.Path;
import java.util.List;

/// Who offers releases of one asset. A port; nothing it says is trusted.
public interface Publisher {

  /// What there is now.
  Answer ask();

  /// What came of asking.
  sealed interface Answer {

    /// @param strange what lies there and is no release, for people
    record Offers(List<Offer> offers, List<String> strange) implements Answer {
      public Offers {
        offers = List.copyOf(offers);
        strange = List.copyOf(strange);
      }
    }

    /// Nothing can be said about what there is.
    record Silent(String why) implements Answer {}
  }

  /// One release that is offered.
  ///
  /// @param signature the digest of its signature file, as the source has it
  record Offer(ReleaseNumber number, Digest signature, Fetch fetch) {}

  /// Brings what is offered.
  interface Fetch {

    /// The signature file alone.
    ///
    /// @throws dev.bulwark.registry.RegistryFault `registry-source` when it cannot be had
    Bytes signature();

    /// The release, laid out in a folder.
    ///
    /// @param signed what its signature says it holds; nothing else is brought
    /// @throws dev.bulwark.registry.RegistryFault `registry-source` when it cannot be had
    /// @throws dev.bulwark.kernel.store.StoreFault `store-unavailable` when it cannot be laid out
    ///   here, which says nothing about the source
    Path folder(Manifest signed);
  }
}
