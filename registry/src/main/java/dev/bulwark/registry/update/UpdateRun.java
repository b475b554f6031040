package dev.bulwark.registry.update;

import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.intake.Intake;
import dev.bulwark.registry.release.Book;
import dev.bulwark.registry.release.Registrar;
import dev.bulwark.registry.release.Releases;
import dev.bulwark.registry.state.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// One pass over the channels: looks, takes in, watches, takes back, moves on; or says what waits.
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
    return book.state().channels().values().stream()
        .filter(Channel::isOpen)
        .filter(channel -> only.isEmpty() || only.get().equals(channel.name()))
        .map(channel -> one(channel, progress))
        .toList();
  }

  private Report one(Channel channel, Consumer<String> progress) {
    List<Did> did = new ArrayList<>(arrivals.take(channel, progress));
    did.addAll(moves.go(channel, progress));
    return new Report(channel.name(), did);
  }
}
