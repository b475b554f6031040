package dev.bulwark.registry.update;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.intake.Intake;
import dev.bulwark.registry.release.Book;
import dev.bulwark.registry.release.Registrar;
import dev.bulwark.registry.release.Releases;
import dev.bulwark.registry.state.Channel;
import dev.bulwark.registry.state.RegistryState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// One pass over the channels: watches and takes back in all of them, then looks, takes in and
/// moves on in each; or says what waits. A fault ends one step of one channel, and no other.
///
/// What it does follows from the ledger alone. Each event is a commit of its own, so a pass that
/// was cut off is ended by the next one, and one with nothing to do writes nothing.
public final class UpdateRun {
  private final Book book;
  private final Arrivals arrivals;
  private final Moves moves;

  public UpdateRun(Book book, Intake intake, Releases releases, Ports ports, SignedRelease signed) {
    Registrar registrar = new Registrar(book);
    this.book = book;
    this.arrivals = new Arrivals(book, registrar, intake, ports.publishers(), signed);
    this.moves = new Moves(book, registrar, releases, ports);
  }

  /// What a pass did in one channel.
  public record Report(String channel, List<Did> did) {
    public Report {
      did = List.copyOf(did);
    }

    /// What two halves of a pass did, channel by channel.
    public static List<Report> both(List<Report> first, List<Report> second) {
      SequencedMap<String, List<Did>> all = new LinkedHashMap<>();
      Stream.concat(first.stream(), second.stream())
          .forEach(
              each ->
                  all.computeIfAbsent(each.channel(), _ -> new ArrayList<>()).addAll(each.did()));
      return all.entrySet().stream()
          .map(each -> new Report(each.getKey(), each.getValue()))
          .toList();
    }
  }

  /// A whole pass, over what the ports have at hand.
  ///
  /// @param only one channel; every open one when empty
  /// @throws RegistryFault `registry-unknown`; `registry-conflict` when the one asked for is closed
  public List<Report> pass(Optional<String> only, Consumer<String> progress) {
    return Report.both(watch(only), bring(only, progress));
  }

  /// The first half: watches in every channel, and takes back what was found bad.
  ///
  /// @throws RegistryFault `registry-unknown`; `registry-conflict` when the one asked for is closed
  public List<Report> watch(Optional<String> only) {
    return inEach(only, List.of(moves::watch));
  }

  /// The second half: looks, takes in and moves on in each channel.
  ///
  /// @throws RegistryFault `registry-unknown`; `registry-conflict` when the one asked for is closed
  public List<Report> bring(Optional<String> only, Consumer<String> progress) {
    return inEach(
        only,
        List.of(
            channel -> arrivals.take(channel, progress),
            channel -> moves.promote(channel, progress)));
  }

  /// The open channels that a run is about.
  ///
  /// @throws RegistryFault `registry-unknown`; `registry-conflict` when the one asked for is closed
  public static List<Channel> open(RegistryState state, Optional<String> only) {
    only.map(state::channel)
        .filter(channel -> !channel.isOpen())
        .ifPresent(
            channel -> {
              throw new RegistryFault(
                  RegistryFault.CONFLICT,
                  "expected an open channel, found that %s is closed; open it again with `bulwark update add`"
                      .formatted(channel.name()));
            });
    return state.channels().values().stream()
        .filter(Channel::isOpen)
        .filter(channel -> only.isEmpty() || only.get().equals(channel.name()))
        .toList();
  }

  private List<Report> inEach(Optional<String> only, List<Function<Channel, List<Did>>> steps) {
    List<Report> reports = new ArrayList<>();
    for (Channel channel : open(book.state(), only)) {
      List<Did> did = new ArrayList<>();
      steps.forEach(work -> step(channel.name(), did, work));
      reports.add(new Report(channel.name(), did));
    }
    return reports;
  }

  /// @param work over the channel as it is by now: another one may have taken in what it would
  private void step(String name, List<Did> did, Function<Channel, List<Did>> work) {
    try {
      did.addAll(work.apply(book.state().channel(name)));
    } catch (Fault fault) {
      did.add(new Did.Held("channel " + name, List.of(String.valueOf(fault.getMessage()))));
    }
  }
}
