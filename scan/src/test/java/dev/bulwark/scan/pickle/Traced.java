package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One run of our machine, with every import in order.
///
/// @param names what was imported before the first guess
/// @param guessed whether something depends on the loader's world from some point on
/// @param broken where and why the machine stopped, empty at STOP
record Traced(List<PickleName> names, boolean guessed, Optional<String> broken) {

  /// @param framed frame by frame, as from a stream; otherwise as from memory
  static Traced run(byte[] program, boolean framed) {
    Source source = Source.of(Place.of("program"), program);
    Names names = new Names(PickleCases.POLICY, false);
    Run run =
        Run.from(
            source,
            0,
            new Run.Way(framed, false),
            new Window(program.length),
            names,
            PickleCases.budget(),
            1 << 20);
    if (run.overLimit() != null) {
      throw new AssertionError(run.overLimit().problem());
    }
    long guess = run.machine().recorder().firstGuess();
    List<PickleName> imported = new ArrayList<>();
    for (PickleEvent event : run.machine().recorder().events()) {
      if (event instanceof PickleEvent.Import name && (guess < 0 || name.offset() < guess)) {
        imported.add(name.name());
      }
    }
    return new Traced(
        imported,
        guess >= 0,
        run.broken() == null
            ? Optional.empty()
            : Optional.of(run.broken().problem() + " @" + run.broken().offset()));
  }

  /// What CPython did that we did not, or the other way round.
  Optional<String> disagreement(Oracle.Answer theirs) {
    List<PickleName> seen = theirs.names().stream().distinct().toList();
    boolean names =
        guessed
            ? seen.size() >= names().size() && seen.subList(0, names().size()).equals(names())
            : seen.equals(names());
    boolean end = guessed || theirs.failure().isEmpty() == broken.isEmpty();
    return names && end
        ? Optional.empty()
        : Optional.of(
            "ours " + names() + " " + broken + ", CPython's " + seen + " " + theirs.failure());
  }
}
