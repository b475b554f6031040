package dev.bulwark.registry.update;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.signing.Manifest;
import dev.bulwark.registry.state.Channel;
import dev.bulwark.registry.state.RegistryState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What a source offers, brought here before the pass that wants it, so that nobody waits for a
/// network while the registry is locked.
///
/// It decides nothing. It brings what a pass over the registry as it was would look at: each
/// signature before the files, and files only for a signature that holds. The pass looks at all of
/// it again, by the registry as it is then; what it wants and was not brought, the next run brings.
///
/// @param answer every offer with what was brought of it, or why nothing was
public record Prefetched(Answer answer) implements Publisher {

  /// Asks a source, and waits for it.
  ///
  /// @param state the registry as it was
  public static Prefetched of(Publisher source, Channel channel, RegistryState state) {
    return switch (source.ask()) {
      case Answer.Silent silent -> new Prefetched(silent);
      case Answer.Offers(List<Offer> offers, List<String> strange) -> {
        Map<ReleaseNumber, Brought> brought = brought(channel, state, offers);
        yield new Prefetched(
            new Answer.Offers(
                offers.stream()
                    .map(
                        offer ->
                            new Offer(
                                offer.number(),
                                offer.signature(),
                                brought.getOrDefault(offer.number(), Brought.NOTHING)))
                    .toList(),
                strange));
      }
    };
  }

  private static Map<ReleaseNumber, Brought> brought(
      Channel channel, RegistryState state, List<Offer> offers) {
    Wanted wanted = Wanted.of(channel, state, offers);
    Map<ReleaseNumber, Brought> brought = new HashMap<>();
    for (Wanted.Doubt doubt : wanted.doubted()) {
      brought.put(
          doubt.offer().number(),
          new Brought(Had.of(doubt.offer().fetch()::signature), Had.notYet()));
    }
    for (Offer offer : wanted.above()) {
      Brought one = bring(channel.terms(), offer, state.asOf());
      brought.put(offer.number(), one);
      if (one.folder() instanceof Had.There || one.folder().isOurs()) {
        break;
      }
    }
    return brought;
  }

  private static Brought bring(Terms terms, Offer offer, Instant now) {
    Had<Bytes> signature = Had.of(offer.fetch()::signature);
    return new Brought(
        signature,
        signature instanceof Had.There<Bytes>(Bytes bundle)
                && SignedRelease.said(terms, offer.number(), bundle, now)
                    instanceof SignedRelease.Said.Signed(Manifest manifest)
            ? Had.of(() -> offer.fetch().folder(manifest))
            : Had.notYet());
  }

  @Override
  public Answer ask() {
    return answer;
  }

  /// What was had, or why it was not.
  private sealed interface Had<T> {
    record There<T>(T value) implements Had<T> {}

    record Lacking<T>(Fault why) implements Had<T> {}

    static <T> Had<T> of(Supplier<T> bringing) {
      try {
        return new There<>(bringing.get());
      } catch (RegistryFault | StoreFault e) {
        return new Lacking<>(e);
      }
    }

    static <T> Had<T> notYet() {
      return new Lacking<>(
          new RegistryFault(
              RegistryFault.SOURCE_UNUSABLE, "this run did not fetch it; the next one may"));
    }

    default T get() {
      return switch (this) {
        case There<T>(T value) -> value;
        case Lacking<T>(Fault why) -> throw why;
      };
    }

    /// Whether it was lacking for want of room here.
    default boolean isOurs() {
      return this instanceof Lacking<T>(StoreFault _);
    }
  }

  private record Brought(Had<Bytes> had, Had<Path> folder) implements Fetch {
    static final Brought NOTHING = new Brought(Had.notYet(), Had.notYet());

    @Override
    public Bytes signature() {
      return had.get();
    }

    @Override
    public Path folder(Manifest signed) {
      return folder.get();
    }
  }
}
