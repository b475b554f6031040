package dev.bulwark.registry.update;

import dev.bulwark.registry.RegistryFault;
import java.time.Duration;

/// The steps of a pass, counted, at one of which the process dies or something fails.
final class Steps {
  /// The process dies here.
  static final class Crash extends Error {
    Crash() {
      super("crash");
    }
  }

  private int count;
  private int dies = Integer.MAX_VALUE;
  private int fails = -1;
  private Duration takes = Duration.ZERO;

  /// One more.
  ///
  /// @return how long it took
  Duration next() {
    if (++count >= dies) {
      throw new Crash();
    }
    if (count == fails) {
      throw new RegistryFault(RegistryFault.INVALID, "no room");
    }
    return takes;
  }

  /// From the step of that number on, counted from here, the process is dead.
  void dieAt(int step) {
    count = 0;
    dies = step;
  }

  /// Another process, which does not die.
  void live() {
    dieAt(Integer.MAX_VALUE);
  }

  /// The step of that number, from here on, fails once.
  void failAt(int step) {
    count = 0;
    fails = step;
  }

  /// How long each step takes from here on.
  void take(Duration each) {
    takes = each;
  }
}
