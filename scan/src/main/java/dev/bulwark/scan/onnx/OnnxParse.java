package dev.bulwark.scan.onnx;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.onnx.OnnxView.External;
import dev.bulwark.scan.onnx.OnnxView.Oddity;
import dev.bulwark.scan.onnx.OnnxView.Operator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// One walk through one model.
final class OnnxParse {
  private static final int MAX_KINDS = 10_000;
  private static final Set<String> EXTERNAL_KEYS =
      Set.of("location", "offset", "length", "checksum", "basepath");

  /// @param domain and type of an operator
  private record Kind(String domain, String type) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      int byDomain = domain.compareTo(other.domain);
      return byDomain != 0 ? byDomain : type.compareTo(other.type);
    }
  }

  /// @param offset of the first
  private record Seen(long count, long offset) {}

  private final Place place;
  private final Budget budget;
  private final Map<Kind, Seen> operators = new TreeMap<>();
  private final Map<String, Seen> external = new TreeMap<>();
  private final Set<Kind> functions = new HashSet<>();
  private final List<Oddity> oddities = new ArrayList<>();
  private long irVersion;
  private long graphs;

  OnnxParse(Place place, Budget budget) {
    this.place = place;
    this.budget = budget;
  }

  OnnxView view() {
    List<Operator> kinds = new ArrayList<>();
    operators.forEach(
        (kind, seen) ->
            kinds.add(
                new Operator(
                    kind.domain(),
                    kind.type(),
                    functions.contains(kind),
                    seen.count(),
                    seen.offset())));
    List<External> files = new ArrayList<>();
    external.forEach(
        (location, seen) -> files.add(new External(location, seen.count(), seen.offset())));
    return new OnnxView(place, irVersion, kinds, files, oddities, graphs);
  }

  void model(Wire wire) {
    int models = 0;
    while (next(wire, Message.MODEL)) {
      switch (wire.field()) {
        case 1 -> irVersion = wire.number();
        case 7 -> {
          if (++models == 2) {
            odd(wire.offset(), "the model has two graphs, which parsers merge or choose from");
          }
          graph(wire.inside());
        }
        case 20 -> training(wire.inside());
        case 25 -> function(wire.inside());
        default -> {}
      }
    }
  }

  /// Goes to the next field the message has; others are noted and passed over, as parsers do.
  private boolean next(Wire wire, Message message) {
    while (wire.next()) {
      budget.entry();
      if (message.has(wire.field(), wire.type())) {
        return true;
      }
      odd(
          wire.offset(),
          "a %s has the field %d, which the format does not have"
              .formatted(message.name().toLowerCase(java.util.Locale.ROOT), wire.field()));
    }
    return false;
  }

  private void graph(Wire wire) {
    graphs++;
    budget.enter();
    try {
      while (next(wire, Message.GRAPH)) {
        switch (wire.field()) {
          case 1 -> node(wire.inside(), wire.offset());
          case 5 -> tensor(wire.inside());
          case 15 -> sparse(wire.inside());
          default -> {}
        }
      }
    } finally {
      budget.leave();
    }
  }

  private void training(Wire wire) {
    while (next(wire, Message.TRAINING)) {
      if (wire.field() <= 2) {
        graph(wire.inside());
      }
    }
  }

  private void function(Wire wire) {
    graphs++;
    String name = "";
    String domain = "";
    while (next(wire, Message.FUNCTION)) {
      switch (wire.field()) {
        case 1 -> name = wire.text();
        case 7 -> node(wire.inside(), wire.offset());
        case 10 -> domain = wire.text();
        case 11 -> attribute(wire.inside());
        default -> {}
      }
    }
    functions.add(new Kind(domain, name));
  }

  private void node(Wire wire, long offset) {
    String type = "";
    String domain = "";
    while (next(wire, Message.NODE)) {
      switch (wire.field()) {
        case 4 -> type = wire.text();
        case 5 -> attribute(wire.inside());
        case 7 -> domain = wire.text();
        default -> {}
      }
    }
    count(operators, new Kind(domain, type), offset, "kinds of operators");
  }

  private void attribute(Wire wire) {
    while (next(wire, Message.ATTRIBUTE)) {
      switch (wire.field()) {
        case 5, 10 -> tensor(wire.inside());
        case 6, 11 -> graph(wire.inside());
        case 22, 23 -> sparse(wire.inside());
        default -> {}
      }
    }
  }

  private void sparse(Wire wire) {
    while (next(wire, Message.SPARSE)) {
      if (wire.field() <= 2) {
        tensor(wire.inside());
      }
    }
  }

  /// External data counts wherever it stands, also when the tensor says that it does not use it.
  private void tensor(Wire wire) {
    boolean declared = false;
    boolean located = false;
    long offset = wire.offset();
    while (next(wire, Message.TENSOR)) {
      offset = wire.offset();
      switch (wire.field()) {
        case 13 -> located |= external(wire.inside(), wire.offset());
        case 14 -> declared = wire.number() == 1;
        default -> {}
      }
    }
    if (declared && !located) {
      odd(offset, "a tensor is said to lie in another file and does not say in which");
    }
  }

  /// @return whether the entry names a file
  private boolean external(Wire wire, long offset) {
    String key = "";
    String value = "";
    while (next(wire, Message.ENTRY)) {
      if (wire.field() == 1) {
        key = wire.text();
      } else {
        value = wire.text();
      }
    }
    if (key.equals("location")) {
      count(external, value, offset, "files of tensors");
      return true;
    }
    if (!EXTERNAL_KEYS.contains(key)) {
      odd(
          offset,
          "external data has the key \"%s\", which the format does not have".formatted(shown(key)));
    } else if ((key.equals("offset") || key.equals("length")) && !value.matches("[0-9]{1,18}")) {
      odd(offset, "external data has the %s \"%s\"".formatted(key, shown(value)));
    }
    return false;
  }

  private <K> void count(Map<K, Seen> counts, K key, long offset, String what) {
    Seen seen = counts.get(key);
    if (seen == null && counts.size() >= MAX_KINDS) {
      throw new Budget.OverLimit(Outcome.Reason.OVER_LIMIT, "more than " + MAX_KINDS + " " + what);
    }
    counts.put(key, seen == null ? new Seen(1, offset) : new Seen(seen.count() + 1, seen.offset()));
  }

  private void odd(long offset, String what) {
    if (oddities.size() < OnnxView.MAX_ODDITIES) {
      oddities.add(new Oddity(offset, what));
    }
  }

  static String shown(String text) {
    return Place.printable(text.length() <= 120 ? text : text.substring(0, 120) + "…");
  }
}
