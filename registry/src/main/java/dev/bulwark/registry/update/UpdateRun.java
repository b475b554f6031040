package dev.bulwark.registry.update;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.intake.Intake;
import dev.bulwark.registry.release.Book;
import dev.bulwark.registry.release.Registrar;
import dev.bulwark.registry.release.Releases;
import dev.bulwark.registry.state.Channel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Function;

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
  }

  /// @param only one channel; every open one when empty
  /// @throws RegistryFault `registry-unknown`; `registry-conflict` when the one asked for is closed
  public List<Report> pass(Optional<String> only, Consumer<String> progress) {
    only.map(book.state()::channel)
        .filter(channel -> !channel.isOpen())
        .ifPresent(
            channel -> {
              throw new RegistryFault(
                  RegistryFault.CONFLICT,
                  "expected an open channel, found that %s is closed; open it again with `bulwark update add`"
                      .formatted(channel.name()));
            });
    SequencedMap<String, List<Did>> did = new LinkedHashMap<>();
    book.state().channels().values().stream()
        .filter(Channel::isOpen)
        .filter(channel -> only.isEmpty() || only.get().equals(channel.name()))
        .forEach(channel -> did.put(channel.name(), new ArrayList<>()));
    did.forEach((name, its) -> step(name, its, moves::watch));
    did.forEach(
        (name, its) -> {
          step(name, its, channel -> arrivals.take(channel, progress));
          step(name, its, channel -> moves.promote(channel, progress));
        });
    return did.entrySet().stream().map(each -> new Report(each.getKey(), each.getValue())).toList();
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
