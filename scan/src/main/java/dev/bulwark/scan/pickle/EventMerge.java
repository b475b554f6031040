package dev.bulwark.scan.pickle;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Joins the events of several runs: what differs only in place and count becomes one.
final class EventMerge {
  private final Map<PickleEvent, Seen> seen = new LinkedHashMap<>();

  private static final class Seen {
    long offset;
    long count;
  }

  /// @param again whether the same bytes were read before in another way, so that nothing is
  ///   counted twice
  void add(PickleEvent event, boolean again) {
    Seen entry = seen.get(bare(event));
    if (entry == null) {
      entry = new Seen();
      entry.offset = event.offset();
      entry.count = count(event);
      seen.put(bare(event), entry);
    } else {
      entry.offset = Math.min(entry.offset, event.offset());
      entry.count = again ? Math.max(entry.count, count(event)) : entry.count + count(event);
    }
  }

  /// In order of place.
  List<PickleEvent> events() {
    return seen.entrySet().stream()
        .map(entry -> at(entry.getKey(), entry.getValue().offset, entry.getValue().count))
        .sorted(Comparator.comparingLong(PickleEvent::offset))
        .toList();
  }

  static PickleEvent withCount(PickleEvent event, long count) {
    return at(event, event.offset(), count);
  }

  private static PickleEvent bare(PickleEvent event) {
    return at(event, 0, 0);
  }

  private static long count(PickleEvent event) {
    return switch (event) {
      case PickleEvent.Import e -> e.count();
      case PickleEvent.Call e -> e.count();
      case PickleEvent.Build e -> e.count();
      case PickleEvent.Change e -> e.count();
      case PickleEvent.Persistent e -> e.count();
      default -> 1;
    };
  }

  private static PickleEvent at(PickleEvent event, long offset, long count) {
    return switch (event) {
      case PickleEvent.Import e -> new PickleEvent.Import(offset, e.name(), count);
      case PickleEvent.ComputedName e -> new PickleEvent.ComputedName(offset, e.what());
      case PickleEvent.Call e ->
          new PickleEvent.Call(offset, e.form(), e.callee(), e.fit(), e.arguments(), count);
      case PickleEvent.ComputedCall e -> new PickleEvent.ComputedCall(offset, e.form(), e.callee());
      case PickleEvent.Build e -> new PickleEvent.Build(offset, e.target(), count);
      case PickleEvent.Change e -> new PickleEvent.Change(offset, e.how(), e.target(), count);
      case PickleEvent.Planted e -> new PickleEvent.Planted(offset, e.key());
      case PickleEvent.Persistent e ->
          new PickleEvent.Persistent(offset, e.storage(), e.what(), count);
      case PickleEvent.Extension e -> new PickleEvent.Extension(offset, e.code());
      case PickleEvent.OutOfBand _ -> new PickleEvent.OutOfBand(offset);
      case PickleEvent.Disagreement _ -> new PickleEvent.Disagreement(offset);
      case PickleEvent.Bomb e -> new PickleEvent.Bomb(offset, e.what());
      case PickleEvent.Nested e -> new PickleEvent.Nested(offset, e.loader(), e.model());
      case PickleEvent.Unexplained e -> new PickleEvent.Unexplained(offset, e.size());
      case PickleEvent.Another _ -> new PickleEvent.Another(offset);
      case PickleEvent.Depends e -> new PickleEvent.Depends(offset, e.kind());
    };
  }
}
