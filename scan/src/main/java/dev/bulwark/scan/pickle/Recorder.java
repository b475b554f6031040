package dev.bulwark.scan.pickle;

import java.util.ArrayList;
import java.util.List;

/// The events of one run of the machine. Cheap when the same thing happens a million times: it is
/// one event with a count.
final class Recorder {
  /// How many events are kept apart that differ only in their details.
  private static final int DETAILS = 32;

  private final LongTable index;
  private final List<PickleEvent> events = new ArrayList<>();
  private long[] counts = new long[16];
  private long guess = -1;
  private boolean telling;

  Recorder(Space space) {
    this.index = new LongTable(space);
  }

  /// A key: what kind of event, two details, and a name's id or 0.
  static long key(int event, int one, int other, int id) {
    return (long) event << 56 | (long) one << 48 | (long) other << 40 | id;
  }

  static int code(PickleEvent.Form form) {
    return switch (form) {
      case REDUCE -> 0;
      case OBJ -> 1;
      case INST -> 2;
      case NEWOBJ -> 3;
      case NEWOBJ_EX -> 4;
    };
  }

  static int code(PickleEvent.Fit fit) {
    return switch (fit) {
      case FREE -> 0;
      case FITS -> 1;
      case MISFIT -> 2;
    };
  }

  /// Counts an event that was noted before under this key.
  ///
  /// @return false when it was not
  boolean again(long key) {
    int at = (int) index.find(key) - 1;
    if (at < 0) {
      return false;
    }
    counts[at]++;
    return true;
  }

  /// Notes an import.
  void imported(int id, PickleName name, long offset) {
    long key = key(13, 0, 0, id);
    if (!again(key)) {
      first(key, new PickleEvent.Import(offset, name, 1));
    }
  }

  /// Notes an event of a kind that is worth telling once.
  void once(int event, PickleEvent first) {
    long key = key(event, 0, 0, 0);
    if (!again(key)) {
      first(key, first);
    }
  }

  /// Notes the first event of this key.
  void first(long key, PickleEvent event) {
    add(event);
    index.put(key, events.size());
  }

  /// Notes an event with details worth keeping apart, as far as there is room.
  void detailed(long key, PickleEvent event) {
    long many = index.find(-key);
    if (many >= DETAILS) {
      again(key);
    } else {
      first(key, event);
      index.put(-key, many + 1);
    }
  }

  private void add(PickleEvent event) {
    if (events.size() == counts.length) {
      counts = java.util.Arrays.copyOf(counts, counts.length * 2);
    }
    counts[events.size()] = 1;
    events.add(event);
  }

  /// From here on what happens depends on the loader's world or version.
  void guess(long offset) {
    if (guess < 0) {
      guess = offset;
    }
  }

  /// Where the first guess was made, or -1.
  long firstGuess() {
    return guess;
  }

  /// Something happened that random bytes do not do by chance.
  void telling() {
    telling = true;
  }

  boolean isTelling() {
    return telling;
  }

  List<PickleEvent> events() {
    List<PickleEvent> counted = new ArrayList<>(events.size());
    for (int i = 0; i < events.size(); i++) {
      counted.add(EventMerge.withCount(events.get(i), counts[i]));
    }
    return counted;
  }
}
