package dev.bulwark.registry.update;

import dev.bulwark.registry.state.Channel;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What a run looks at of what a source offers: so much and no more, whatever the source says.
///
/// @param above releases above the highest number taken in, the newest first
/// @param passed how many of them this run does not look at
/// @param doubted releases that were taken in and have another signature by now, the newest first
record Wanted(List<Publisher.Offer> above, int passed, List<Doubt> doubted) {
  /// How many releases one run looks at, and how many doubts.
  static final int MOST = 3;

  /// A release the source has otherwise than it was taken in.
  record Doubt(Version version, Publisher.Offer offer) {}

  static Wanted of(Channel channel, RegistryState state, List<Publisher.Offer> offers) {
    List<Publisher.Offer> all =
        newestFirst(offers)
            .filter(
                offer ->
                    channel
                        .highest()
                        .filter(taken -> taken.compareTo(offer.number()) >= 0)
                        .isEmpty())
            .toList();
    List<Publisher.Offer> above = all.stream().limit(MOST).toList();
    List<Doubt> doubted =
        newestFirst(offers)
            .flatMap(
                offer ->
                    state.of(channel.terms().asset()).stream()
                        .filter(version -> differs(version, offer))
                        .map(version -> new Doubt(version, offer)))
            .limit(MOST)
            .toList();
    return new Wanted(above, all.size() - above.size(), doubted);
  }

  private static Stream<Publisher.Offer> newestFirst(List<Publisher.Offer> offers) {
    return offers.stream().sorted(Comparator.comparing(Publisher.Offer::number).reversed());
  }

  private static boolean differs(Version version, Publisher.Offer offer) {
    return version
        .arrival()
        .filter(arrival -> arrival.number().compareTo(offer.number()) == 0)
        .filter(arrival -> !arrival.signature().equals(offer.signature()))
        .isPresent();
  }
}
