package dev.bulwark.kernel.check;

/// The seam for looking at one kind of thing: one class, one test (`extends CheckContract`), one
/// line in its module's `Builtin…` list.
///
/// A check is a pure function of its target: no clock, no chance, no environment, and the same
/// answer on a second run (law 8). It may be called from several threads.
///
/// @param <T> what it looks at: a view of a file, a manifest, a table
public interface Check<T> {

  Rule rule();

  /// Looks.
  ///
  /// @param budget what it may spend; running out may be thrown through, {@link Suite} turns it
  ///   into Undecided
  Outcome examine(T target, Budget budget);
}
