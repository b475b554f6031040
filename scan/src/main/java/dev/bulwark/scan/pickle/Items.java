package dev.bulwark.scan.pickle;

/// What BUILD and the opcodes that put items into things do, as far as it can be known without the
/// loader's world: Python's own types are followed exactly, everything else is noted.
final class Items {
  private final Names names;
  private final Recorder recorder;
  private final Literals literals;
  private final Tuples tuples;
  private final Weights weights;

  Items(Names names, Recorder recorder, Literals literals, Tuples tuples, Space space) {
    this.names = names;
    this.recorder = recorder;
    this.literals = literals;
    this.tuples = tuples;
    this.weights = new Weights(space);
  }

  void build(long target, long state, long offset) {
    if (Word.kind(target) == Word.CALL
        && Word.kind(state) != Word.DICT
        && names.standing(Word.global(target)) instanceof Standing.Allowed allowed
        && allowed.role() == Standing.Role.WRITTEN) {
      planted("a state that is no plain dictionary", offset);
    }
    switch (Word.kind(target)) {
      case Word.GLOBAL, Word.CALL, Word.PERSISTENT, Word.UNKNOWN -> {}
      default -> buildPlain(target, state, offset);
    }
    long key = Recorder.key(4, Word.kind(target), 0, Word.idKey(target));
    if (!recorder.again(key)) {
      recorder.first(key, new PickleEvent.Build(offset, target(target), 1));
    }
  }

  /// None of Python's own types has a `__dict__` or a `__setstate__`: only nothing may be set.
  private void buildPlain(long target, long state, long offset) {
    long attributes = state;
    if (Word.kind(state) == Word.TUPLE && tuples.length(state) == 2) {
      attributes = tuples.item(state, 0);
      long slots = tuples.item(state, 1);
      if (Word.kind(slots) != Word.DICT && !Word.isForeign(slots)) {
        throw new Broken(offset, "expected a dict of slots, found " + Word.kindName(slots));
      }
      recorder.guess(offset);
    }
    if (Word.isForeign(attributes)) {
      recorder.guess(offset);
    } else if (Word.kind(attributes) != Word.NONE) {
      throw new Broken(offset, "expected an object to set, found " + Word.kindName(target));
    }
  }

  /// Sets pairs of a key and a value, `items[start..end)`, on a target.
  void setItems(long target, long[] items, int start, int end, long offset) {
    int kind = Word.kind(target);
    switch (kind) {
      case Word.DICT -> setKeys(items, start, end, offset);
      case Word.LIST, Word.BYTEARRAY -> {
        requireIndices(items, start, end, 2, offset);
        recorder.guess(offset);
        change("SETITEMS", target, offset);
      }
      case Word.GLOBAL, Word.CALL, Word.PERSISTENT, Word.UNKNOWN -> {
        plant(items, start, end, offset);
        changeForeign("SETITEMS", target, Standing.Role.MAPPING, offset);
      }
      default ->
          throw new Broken(offset, "expected something with items, found " + Word.kindName(target));
    }
    weigh(target, items, start, end, offset);
  }

  private void setKeys(long[] items, int start, int end, long offset) {
    boolean foreign = false;
    for (int i = start; i + 1 < end; i += 2) {
      if (!Word.isHashable(items[i])) {
        throw new Broken(offset, "expected a hashable key, found " + Word.kindName(items[i]));
      }
      foreign |= Word.isForeign(items[i + 1]);
      if (RunText.isKey(items[i], literals) && !RunText.isUsual(items[i + 1], literals)) {
        planted(RunText.KEY, offset);
      }
    }
    if (foreign) {
      plant(items, start, end, offset);
    }
  }

  private void plant(long[] items, int start, int end, long offset) {
    for (int i = start; i + 1 < end; i += 2) {
      if (Word.isForeign(items[i + 1]) && Word.isString(Word.kind(items[i]))) {
        String name = literals.text(items[i]);
        if (Planting.isHook(name)) {
          planted(name, offset);
        }
      }
    }
  }

  private void planted(String key, long offset) {
    recorder.detailed(Recorder.key(5, 0, 0, 0), new PickleEvent.Planted(offset, key));
  }

  private static void requireIndices(long[] items, int start, int end, int step, long offset) {
    for (int i = start; i < end; i += step) {
      int kind = Word.kind(items[i]);
      if (kind != Word.INT && kind != Word.BOOL && !Word.isForeign(items[i])) {
        throw new Broken(offset, "expected an int, found " + Word.kindName(items[i]));
      }
    }
  }

  void append(long target, long[] items, int start, int end, long offset) {
    switch (Word.kind(target)) {
      case Word.LIST -> {}
      case Word.BYTEARRAY -> {
        requireIndices(items, start, end, 1, offset);
        recorder.guess(offset);
        change("APPENDS", target, offset);
      }
      case Word.GLOBAL, Word.CALL, Word.PERSISTENT, Word.UNKNOWN ->
          changeForeign("APPENDS", target, Standing.Role.SEQUENCE, offset);
      default -> throw new Broken(offset, "expected a list, found " + Word.kindName(target));
    }
    weigh(target, items, start, end, offset);
  }

  void add(long target, long[] items, int start, int end, long offset) {
    switch (Word.kind(target)) {
      case Word.SET -> requireHashable(items, start, end, 1, offset);
      case Word.GLOBAL, Word.CALL, Word.PERSISTENT, Word.UNKNOWN ->
          changeForeign("ADDITEMS", target, Standing.Role.SET, offset);
      default -> throw new Broken(offset, "expected a set, found " + Word.kindName(target));
    }
    weigh(target, items, start, end, offset);
  }

  void requireHashable(long[] items, int start, int end, int step, long offset) {
    for (int i = start; i < end; i += step) {
      if (!Word.isHashable(items[i])) {
        throw new Broken(offset, "expected a hashable value, found " + Word.kindName(items[i]));
      }
    }
  }

  /// A fresh dict out of pairs.
  void fill(long dict, long[] items, int start, int end, long offset) {
    setKeys(items, start, end, offset);
    weigh(dict, items, start, end, offset);
  }

  void weigh(long container, long[] items, int start, int end, long offset) {
    if (weights.add(container, items, start, end)) {
      recorder.detailed(
          Recorder.key(6, 0, 0, 0),
          new PickleEvent.Bomb(
              offset,
              "containers that hold each other more than "
                  + Weights.BOMB_LEVELS
                  + " levels deep, over "
                  + Weights.BOMB_PARTS
                  + " parts when written out"));
    }
  }

  /// Another reference to the value is made.
  long share(long word) {
    if (Word.isComposite(Word.kind(word))) {
      weights.share();
      return Word.shared(word);
    }
    return word;
  }

  private void changeForeign(String how, long target, Standing.Role role, long offset) {
    boolean made = Word.kind(target) == Word.CALL;
    boolean usual =
        made
            && names.standing(Word.global(target)) instanceof Standing.Allowed allowed
            && allowed.role() == role;
    if (!usual) {
      change(how, target, offset);
    }
  }

  private void change(String how, long target, long offset) {
    long key = Recorder.key(7, Word.kind(target), how.length(), Word.idKey(target));
    if (!recorder.again(key)) {
      recorder.first(key, new PickleEvent.Change(offset, how, target(target), 1));
    }
  }

  private PickleEvent.Target target(long word) {
    return switch (Word.kind(word)) {
      case Word.GLOBAL -> new PickleEvent.Target.OfName(names.name(Word.global(word)));
      case Word.CALL -> new PickleEvent.Target.ResultOf(names.name(Word.global(word)));
      case Word.PERSISTENT, Word.UNKNOWN -> new PickleEvent.Target.Foreign(Word.kindName(word));
      default -> new PickleEvent.Target.Plain(Word.kindName(word));
    };
  }
}
