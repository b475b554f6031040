package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import org.jspecify.annotations.Nullable;

/// One run of the machine from one place, and how it ended.
///
/// @param end behind STOP, or where it broke
/// @param broken where CPython would stop with an error
/// @param overLimit the bound that was hit
record Run(
    long start,
    long end,
    Machine machine,
    Tape tape,
    @Nullable Broken broken,
    Budget.@Nullable OverLimit overLimit) {

  /// How a loader reads.
  ///
  /// @param framed frame by frame, as from a stream
  /// @param joblib with raw arrays between the opcodes
  record Way(boolean framed, boolean joblib) {}

  static Run from(
      Source source, long start, Way way, Window window, Names names, Budget budget, long words) {
    Tape tape = new Tape(source, start, way.framed(), window, budget);
    Machine machine = new Machine(source, tape, way.joblib(), names, budget, new Space(words));
    try {
      machine.run();
      return new Run(start, tape.offset(), machine, tape, null, null);
    } catch (Broken e) {
      return new Run(start, e.offset(), machine, tape, e, null);
    } catch (Budget.OverLimit e) {
      return new Run(start, tape.offset(), machine, tape, null, e);
    }
  }

  boolean isWhole() {
    return broken == null && overLimit == null;
  }

  boolean isTelling() {
    return machine.recorder().isTelling();
  }
}
