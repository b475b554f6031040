package dev.bulwark.project;

import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.Homes;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// What a command takes from the world: where it writes, what time it is, where evidence lies.
///
/// @param clock the time that evidence is received at
/// @param nanoTime a monotonic clock for budgets and progress
public record Shell(Terminal terminal, InstantSource clock, LongSupplier nanoTime, Homes homes) {

  /// For projects whose evidence lies in their folder.
  public Shell(Terminal terminal, InstantSource clock, LongSupplier nanoTime) {
    this(terminal, clock, nanoTime, Homes.IN_FOLDERS);
  }

  /// The same for projects whose evidence lies elsewhere.
  public Shell with(Homes others) {
    return new Shell(terminal, clock, nanoTime, others);
  }
}
