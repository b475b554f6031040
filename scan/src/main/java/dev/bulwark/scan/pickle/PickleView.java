package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import java.util.List;
import java.util.OptionalLong;

/// What a file of pickles would do when it is loaded.
///
/// @param place the source
/// @param protocol the highest protocol a program in it declares, 0 when none does
/// @param programs where the programs are, in order; a reading of the same bytes in another way
///   counts once
/// @param events in order of their first offset
/// @param storages the PyTorch storages asked for, each once
/// @param accounted what the bytes are for
/// @param certainUntil up to this offset the program does the same in every loader; the size of the
///   source when that holds for all of it
/// @param ending whether everything was read
public record PickleView(
    Place place,
    int protocol,
    List<Program> programs,
    List<PickleEvent> events,
    List<Storage> storages,
    Accounted accounted,
    long certainUntil,
    Ending ending) {

  /// One program, from its first opcode to behind its STOP.
  public record Program(long start, long end) {}

  /// A tensor's storage, as its persistent id describes it.
  ///
  /// @param type the storage's class, such as `torch.FloatStorage`
  /// @param elements how many the pickle says there are
  public record Storage(PickleName type, String key, String location, long elements) {

    /// Its size; empty when the class is not known or the size overflows.
    public OptionalLong bytes() {
      long element = LegacyTorch.elementSize(type.qualified());
      return element < 0 || elements < 0 || elements > Long.MAX_VALUE / element
          ? OptionalLong.empty()
          : OptionalLong.of(element * elements);
    }
  }

  /// @param program bytes of opcodes and their operands
  /// @param arrays raw bytes of arrays and storages between and behind programs
  /// @param unexplained the rest
  public record Accounted(long program, long arrays, long unexplained) {}

  /// How the reading ended.
  public sealed interface Ending {
    /// Everything was read.
    enum Complete implements Ending {
      COMPLETE
    }

    /// It stopped before the end; events up to there are in the view.
    record Stopped(Outcome.Reason reason, long offset, String problem) implements Ending {}
  }

  public PickleView {
    programs = List.copyOf(programs);
    events = List.copyOf(events);
    storages = List.copyOf(storages);
  }

  /// The names the pickle imports, each once.
  public List<PickleName> names() {
    return events.stream()
        .filter(PickleEvent.Import.class::isInstance)
        .map(event -> ((PickleEvent.Import) event).name())
        .distinct()
        .toList();
  }
}
