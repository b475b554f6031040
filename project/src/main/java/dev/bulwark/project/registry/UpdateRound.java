package dev.bulwark.project.registry;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.project.Shell;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.channel.Address;
import dev.bulwark.registry.channel.Source;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.state.Channel;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.update.Fetcher;
import dev.bulwark.registry.update.FolderPublisher;
import dev.bulwark.registry.update.IndexPublisher;
import dev.bulwark.registry.update.Ports;
import dev.bulwark.registry.update.Prefetched;
import dev.bulwark.registry.update.Publisher;
import dev.bulwark.registry.update.UpdateRun;
import dev.bulwark.registry.update.WatchWords;
import dev.bulwark.store.ProcessLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/// One run over the channels. It waits for networks while the registry is free for others, and
/// takes the lock for what it does by what it has by then: first to watch and take back, then to
/// take in and move on. While a source keeps it waiting it watches every minute: a slow source of
/// one channel keeps no bad release of another.
///
/// What is fetched lies in a private folder below the registry, under a lock of its own: one run
/// fetches at a time, and what one that was cut off left is removed by the next.
///
/// @param rehearsal tests a candidate in its place
public record UpdateRound(
    Shell shell, Home home, Function<RegistryDesk, Ports.Rehearsal> rehearsal) {
  private static final Duration FOR_WORDS = Duration.ofMinutes(1);
  private static final Duration WATCH_EVERY = Duration.ofMinutes(1);
  private static final String FETCHED = "fetch~";
  private static final String LOCK = "fetch.lock";

  /// @throws RegistryFault `registry-unknown`, `registry-conflict`
  public List<UpdateRun.Report> run(Optional<String> only, Consumer<String> progress) {
    List<UpdateRun.Report> watched = new ArrayList<>(watch(only));
    List<UpdateRun.Report> fetched =
        fetched(only, progress, () -> watched.addAll(watchAgain(only, progress)));
    return UpdateRun.Report.both(watched, fetched);
  }

  private List<UpdateRun.Report> watch(Optional<String> only) {
    RegistryState before = state();
    Ports.Words words = words(UpdateRun.open(before, only), before);
    return locked(Map.of(), words, run -> run.watch(only));
  }

  /// Somebody else may have the registry open just then: the next time comes soon.
  private List<UpdateRun.Report> watchAgain(Optional<String> only, Consumer<String> progress) {
    try {
      return watch(only);
    } catch (Fault fault) {
      progress.accept("not watched this time: " + fault.getMessage());
      return List.of();
    }
  }

  private RegistryState state() {
    return RegistryReader.now(home, shell);
  }

  private Ports.Words words(List<Channel> channels, RegistryState state) {
    return WatchWords.about(channels, state, address -> fetcher(address, FOR_WORDS));
  }

  private Fetcher fetcher(Address address, Duration patience) {
    return new Fetcher(address, patience, shell.nanoTime());
  }

  private List<UpdateRun.Report> fetched(
      Optional<String> only, Consumer<String> progress, Runnable meanwhile) {
    RegistryState state = state();
    List<Channel> channels = UpdateRun.open(state, only);
    if (channels.stream().noneMatch(each -> each.terms().source() instanceof Source.Index)) {
      return bring(only, channels, state, Map.of(), progress);
    }
    try (ProcessLock _ = fetching()) {
      Unpacked.remove(folder());
      try {
        return bring(only, channels, state, offers(channels, state, meanwhile), progress);
      } finally {
        Unpacked.remove(folder());
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private Path folder() {
    return home.registry().resolve(FETCHED);
  }

  private ProcessLock fetching() throws IOException {
    return ProcessLock.tryAcquire(home.registry().toRealPath().resolve(LOCK))
        .orElseThrow(
            () ->
                new RegistryFault(
                    RegistryFault.CONFLICT,
                    "expected no other run that fetches updates here, found one; wait for it"));
  }

  private WorkspaceFault unusable(IOException e) {
    return new WorkspaceFault(
        WorkspaceFault.UNAVAILABLE,
        "expected to fetch to %s, found: %s; make room there and try again"
            .formatted(folder(), e.getClass().getSimpleName()),
        e);
  }

  /// Every source at once: a slow one keeps only its own channel.
  private Map<String, Publisher> offers(
      List<Channel> channels, RegistryState state, Runnable meanwhile) {
    Map<String, CompletableFuture<Publisher>> asked = new HashMap<>();
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Channel channel : channels) {
        if (channel.terms().source() instanceof Source.Index(Address address)) {
          asked.put(
              channel.name(),
              CompletableFuture.supplyAsync(() -> offers(channel, address, state), each));
        }
      }
      Meanwhile.untilDone(asked.values(), WATCH_EVERY, meanwhile);
    }
    Map<String, Publisher> offers = new HashMap<>();
    asked.forEach((name, offer) -> offers.put(name, offer.resultNow()));
    return offers;
  }

  private Publisher offers(Channel channel, Address address, RegistryState state) {
    try (Fetcher fetcher = fetcher(address, channel.terms().fetchWithin())) {
      Path scratch = folder().resolve(channel.name());
      return Prefetched.of(
          new IndexPublisher(fetcher, channel.terms().asset(), scratch), channel, state);
    }
  }

  private List<UpdateRun.Report> bring(
      Optional<String> only,
      List<Channel> channels,
      RegistryState state,
      Map<String, Publisher> offers,
      Consumer<String> progress) {
    return locked(offers, words(channels, state), run -> run.bring(only, progress));
  }

  private List<UpdateRun.Report> locked(
      Map<String, Publisher> offers,
      Ports.Words words,
      Function<UpdateRun, List<UpdateRun.Report>> work) {
    try (RegistryDesk desk = RegistryDesk.open(home, shell)) {
      Ports ports = new Ports(terms -> publisher(terms, offers), words, rehearsal.apply(desk));
      List<UpdateRun.Report> reports = work.apply(desk.updates(ports));
      desk.publish();
      return reports;
    }
  }

  private static Publisher publisher(Terms terms, Map<String, Publisher> offers) {
    return switch (terms.source()) {
      case Source.Folder(String path) -> new FolderPublisher(Path.of(path), terms.asset());
      case Source.Index _ -> Optional.ofNullable(offers.get(terms.channel())).orElse(NOT_ASKED);
      case Source.People() -> () -> new Publisher.Answer.Offers(List.of(), List.of());
    };
  }

  /// The channel was opened while this run waited for others.
  private static final Publisher NOT_ASKED =
      () -> new Publisher.Answer.Silent("it was not asked in this run; the next one asks");
}
