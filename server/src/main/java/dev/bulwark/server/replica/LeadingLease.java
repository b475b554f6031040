package dev.bulwark.server.replica;

import dev.bulwark.server.hook.Leading;
import java.time.Duration;
import java.util.Optional;

/// Who delivers webhooks, by a lease that is kept until it is lost or given up.
public final class LeadingLease implements Leading {
  private final Leases leases;
  private final String name;
  private Optional<Leases.Lease> held = Optional.empty();

  /// @param name of the lease
  public LeadingLease(Leases leases, String name) {
    this.leases =
        new Leases(
            leases.database(), leases.holder(), leases.term(), Duration.ZERO, leases.random());
    this.name = name;
  }

  @Override
  public synchronized boolean leads() {
    if (held.filter(Leases.Lease::isHeld).isEmpty()) {
      close();
      held = leases.acquire(name);
    }
    return held.isPresent();
  }

  @Override
  public synchronized void close() {
    held.ifPresent(Leases.Lease::close);
    held = Optional.empty();
  }
}
