package dev.bulwark.scan.pickle;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Persistent ids: PyTorch's tuples `('storage', class, key, location, elements)` are kept,
/// anything else is noted as it is.
final class Storages {
  private static final int MOST = 1 << 17;
  private static final long UNKNOWN = Long.MIN_VALUE;

  private final Values values;
  private final Literals literals;
  private final Names names;
  private final Recorder recorder;
  private final Set<PickleView.Storage> storages = new HashSet<>();
  private final List<PickleView.Storage> inOrder = new ArrayList<>();

  Storages(Values values, Literals literals, Names names, Recorder recorder) {
    this.values = values;
    this.literals = literals;
    this.names = names;
    this.recorder = recorder;
  }

  List<PickleView.Storage> all() {
    return inOrder;
  }

  /// Asks the loader for the object with this persistent id.
  ///
  /// @return a symbol of it
  long load(long id, long offset) {
    if (isContainer(id)) {
      return values.item(id, 1);
    }
    boolean storage = keep(id);
    long key = Recorder.key(8, storage ? 1 : 0, 0, 0);
    if (!storage) {
      String what =
          Word.kind(id) == Word.TUPLE
              ? "(" + values.summary(id) + ")"
              : Word.isString(Word.kind(id))
                  ? "'" + Printable.of(literals.text(id), 60) + "'"
                  : Word.kindName(id);
      recorder.detailed(key, new PickleEvent.Persistent(offset, false, what, 1));
    } else if (!recorder.again(key)) {
      recorder.first(key, new PickleEvent.Persistent(offset, true, "", 1));
    }
    return Word.of(Word.PERSISTENT, storage ? 1 : 0);
  }

  /// `("module", class, file, source)`: older PyTorch writes the source of a module's class beside
  /// it and gets back the class, which was imported by its name; the source is only compared.
  private boolean isContainer(long id) {
    return Word.kind(id) == Word.TUPLE
        && values.isKept(id)
        && values.length(id) == 4
        && values.isText(values.item(id, 0), "module")
        && Word.kind(values.item(id, 1)) == Word.GLOBAL
        && isTextOrNone(values.item(id, 2))
        && isTextOrNone(values.item(id, 3));
  }

  private boolean isTextOrNone(long word) {
    return isText(word) || Word.kind(word) == Word.NONE;
  }

  private static boolean isText(long word) {
    return Word.isString(Word.kind(word));
  }

  private boolean keep(long id) {
    if (Word.kind(id) != Word.TUPLE || !values.isKept(id)) {
      return false;
    }
    int length = values.length(id);
    boolean shape =
        (length == 5 || length == 6)
            && values.isText(values.item(id, 0), "storage")
            && Word.kind(values.item(id, 1)) == Word.GLOBAL
            && isText(values.item(id, 2))
            && isText(values.item(id, 3))
            && Word.kind(values.item(id, 4)) == Word.INT;
    if (!shape) {
      return false;
    }
    long elements = literals.number(values.item(id, 4));
    if (elements == UNKNOWN || elements < 0) {
      return false;
    }
    PickleView.Storage storage =
        new PickleView.Storage(
            names.name(Word.global(values.item(id, 1))),
            literals.text(values.item(id, 2)),
            literals.text(values.item(id, 3)),
            elements);
    if (storages.size() < MOST && storages.add(storage)) {
      inOrder.add(storage);
    }
    return true;
  }
}
