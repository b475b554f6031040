package dev.bulwark.project;

import dev.bulwark.project.terminal.Terminal;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// What a command takes from the world: where it writes and what time it is.
///
/// @param clock the time that evidence is received at
/// @param nanoTime a monotonic clock for budgets and progress
public record Shell(Terminal terminal, InstantSource clock, LongSupplier nanoTime) {}
