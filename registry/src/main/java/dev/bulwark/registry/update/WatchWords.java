package dev.bulwark.registry.update;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.channel.Address;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.Watch;
import dev.bulwark.registry.state.Channel;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.RegistryState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/// The words of channels' watches about what runs now, asked for before the pass that needs them,
/// so that nobody waits for them while the registry is locked.
///
/// @param said by channel, environment and generation
public record WatchWords(Map<Asked, Word> said) implements Ports.Words {

  /// What a word is about.
  public record Asked(String channel, String environment, long generation) {}

  public WatchWords {
    said = Map.copyOf(said);
  }

  /// Asks the watch of each channel about everything that runs where it goes: reads its file, or
  /// fetches its address. All channels at once: a slow watch keeps only its own channel. When it is
  /// interrupted, what was not said by then is not known, and the interrupt stays set.
  ///
  /// @param fetchers bounds what is fetched for one channel together; closed here
  public static WatchWords about(
      List<Channel> channels, RegistryState state, Function<Address, Fetcher> fetchers) {
    Map<Asked, Word> said = new HashMap<>();
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Map<Asked, Word>>> all =
          channels.stream()
              .map(channel -> each.submit(() -> about(channel, state, fetchers)))
              .toList();
      gather(all, said, each);
    }
    return new WatchWords(said);
  }

  private static void gather(
      List<Future<Map<Asked, Word>>> all, Map<Asked, Word> said, ExecutorService each) {
    try {
      for (Future<Map<Asked, Word>> words : all) {
        said.putAll(words.get());
      }
    } catch (InterruptedException e) {
      each.shutdownNow();
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Fault fault) {
        throw fault;
      }
      throw new IllegalStateException("whatever a watch answers is a word", e.getCause());
    }
  }

  private static Map<Asked, Word> about(
      Channel channel, RegistryState state, Function<Address, Fetcher> fetchers) {
    Map<Asked, Word> said = new HashMap<>();
    switch (channel.terms().watch()) {
      case Watch.Nobody() -> {}
      case Watch.File(String path) ->
          asked(channel, state).forEach(each -> said.put(each, file(Path.of(path), each)));
      case Watch.Ask(Address address) -> {
        try (Fetcher fetcher = fetchers.apply(address)) {
          asked(channel, state).forEach(each -> said.put(each, fetched(fetcher, each)));
        }
      }
    }
    return said;
  }

  private static List<Asked> asked(Channel channel, RegistryState state) {
    return channel.terms().path().stream()
        .map(state::environment)
        .flatMap(
            environment ->
                environment.current().map(Deployment::generation).stream()
                    .map(now -> new Asked(channel.name(), environment.name(), now)))
        .toList();
  }

  @Override
  public Word about(Terms terms, String environment, long generation) {
    return terms.watch() instanceof Watch.Nobody
        ? new Word.Unknown("no watch is named")
        : Optional.ofNullable(said.get(new Asked(terms.channel(), environment, generation)))
            .orElseGet(() -> new Word.Unknown("it was not asked yet about this generation"));
  }

  private static Word fetched(Fetcher fetcher, Asked asked) {
    try {
      return Word.parse(
          fetcher.get(fetcher.address().uri(), Word.MOST), asked.environment(), asked.generation());
    } catch (RegistryFault e) {
      return new Word.Unknown(String.valueOf(e.getMessage()));
    }
  }

  /// Nothing but a file is opened: whoever opens a pipe waits for somebody to write to it.
  private static Word file(Path path, Asked asked) {
    int most = (int) Word.MOST.bytes();
    if (!Files.isRegularFile(path)) {
      return new Word.Unknown("expected the watch's word at " + path + ", found no file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] all = in.readNBytes(most + 1);
      return all.length > most
          ? new Word.Unknown(
              "expected a word of at most 64 KiB at " + path + ", found a larger one")
          : Word.parse(Bytes.of(all), asked.environment(), asked.generation());
    } catch (IOException e) {
      return new Word.Unknown("expected the watch's word at " + path + ", found none");
    }
  }
}
