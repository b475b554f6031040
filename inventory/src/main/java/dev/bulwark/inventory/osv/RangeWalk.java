package dev.bulwark.inventory.osv;

import dev.bulwark.inventory.version.Order;
import dev.bulwark.inventory.version.VersionMemo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Walks the events of one range, sorted by version, up to the version in question. Events of one
/// version stay in the order of the record.
final class RangeWalk {
  private final VersionMemo memo;
  private final String version;

  RangeWalk(VersionMemo memo, String version) {
    this.memo = memo;
    this.version = version;
  }

  /// Two versions cannot be ordered.
  static final class Lost extends RuntimeException {
    private final String problem;

    Lost(String problem) {
      super(problem, null, false, false);
      this.problem = problem;
    }

    String problem() {
      return problem;
    }
  }

  VersionMatch over(Advisory.Range range) {
    List<Advisory.Event> events = new ArrayList<>();
    Optional<String> limit = Optional.empty();
    boolean bounded = false;
    for (Advisory.Event event : range.events()) {
      if (event.kind() != Advisory.Event.Kind.LIMIT) {
        events.add(event);
      } else {
        bounded = true;
        if (event.version().equals("*") || compare(version, event.version()) < 0) {
          limit = Optional.of(event.version());
        }
      }
    }
    if (bounded && limit.isEmpty()) {
      return VersionMatch.Unaffected.UNAFFECTED;
    }
    events.sort((one, other) -> compare(one.version(), other.version()));
    return walk(events);
  }

  private VersionMatch walk(List<Advisory.Event> events) {
    boolean vulnerable = false;
    String since = "0";
    for (Advisory.Event event : events) {
      int order = compare(version, event.version());
      switch (event.kind()) {
        case INTRODUCED -> {
          if (order >= 0) {
            vulnerable = true;
            since = event.version();
          }
        }
        case FIXED -> vulnerable &= order < 0;
        case LAST_AFFECTED -> vulnerable &= order <= 0;
        case LIMIT -> {}
      }
    }
    return vulnerable
        ? new VersionMatch.Affected("it is in the range that begins with " + since)
        : VersionMatch.Unaffected.UNAFFECTED;
  }

  /// `0` stands for "before everything" (OSV schema, introduced).
  private int compare(String one, String other) {
    if (one.equals(other)) {
      return 0;
    }
    if (one.equals("0") || other.equals("0")) {
      return one.equals("0") ? -1 : 1;
    }
    return switch (memo.compare(one, other)) {
      case Order.Known.BEFORE -> -1;
      case Order.Known.SAME -> 0;
      case Order.Known.AFTER -> 1;
      case Order.NotComparable(String problem) -> throw new Lost(problem);
    };
  }
}
