package dev.bulwark.registry.update;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.channel.ReleaseNumber;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

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

  /// Lays a release out in a folder for as long as some work takes.
  interface Fetch {

    /// @throws dev.bulwark.registry.RegistryFault `registry-source` when it cannot be had
    <T> T during(Function<Path, T> work);
  }
}
