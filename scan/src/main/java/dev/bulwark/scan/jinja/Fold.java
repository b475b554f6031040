package dev.bulwark.scan.jinja;

import dev.bulwark.scan.jinja.Const.Entry;
import dev.bulwark.scan.jinja.Const.Int;
import dev.bulwark.scan.jinja.Const.Seq;
import dev.bulwark.scan.jinja.Const.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What operators and subscripts make of known values. Everything is bounded, and what is not
/// followed is unknown, never wrong.
final class Fold {
  static final int MAX_TEXT = 2048;

  private Fold() {}

  static Abstract binary(String operator, Abstract left, Abstract right) {
    return switch (operator) {
      case "~" -> left.with(right, (l, r) -> joined(printed(l), printed(r)));
      case "+" -> left.with(right, Fold::sum);
      case "*" -> left.with(right, Fold::product);
      case "%" -> left.with(right, Fold::remainder);
      case "-", "/", "//", "**" -> left.with(right, (l, r) -> arithmetic(operator, l, r));
      case "and", "or" -> left.or(right);
      default -> Abstract.unknown();
    };
  }

  static Abstract printed(Abstract value) {
    return value.each(Const::printed);
  }

  private static Optional<Const> only(Abstract value) {
    return value.isConstant() ? Optional.of(value.known().getFirst()) : Optional.empty();
  }

  private static Optional<String> text(Abstract value) {
    return only(value)
        .flatMap(c -> c instanceof Text(String t) ? Optional.of(t) : Optional.empty());
  }

  private static Optional<Long> integer(Abstract value) {
    return only(value).flatMap(c -> c instanceof Int(long i) ? Optional.of(i) : Optional.empty());
  }

  private static Optional<List<Abstract>> items(Abstract value) {
    return only(value)
        .flatMap(c -> c instanceof Seq(List<Abstract> s) ? Optional.of(s) : Optional.empty());
  }

  /// Two texts behind each other; an unknown one beside a known one is a gap.
  static Abstract joined(Abstract left, Abstract right) {
    Optional<String> l = text(left);
    Optional<String> r = text(right);
    if (l.isEmpty() && r.isEmpty()) {
      return left.derived() || right.derived() ? Abstract.computed() : Abstract.unknown();
    }
    String gap = "" + Text.GAP;
    return bounded(l.orElse(gap) + r.orElse(gap));
  }

  static Abstract bounded(String value) {
    return value.length() > MAX_TEXT ? Abstract.computed() : Abstract.text(value);
  }

  private static Abstract sum(Abstract left, Abstract right) {
    if (text(left).isPresent() || text(right).isPresent()) {
      return joined(left, right);
    }
    if (items(left).isPresent() && items(right).isPresent()) {
      List<Abstract> all = new ArrayList<>(items(left).get());
      all.addAll(items(right).get());
      return Abstract.of(new Seq(all));
    }
    return arithmetic("+", left, right);
  }

  private static Abstract product(Abstract left, Abstract right) {
    Optional<String> text = text(left).or(() -> text(right));
    Optional<Long> count = integer(right).or(() -> integer(left));
    if (text.isPresent() && count.isPresent()) {
      long length = Math.max(0, count.get()) * (long) Math.min(text.get().length(), MAX_TEXT);
      return length < 0 || length > MAX_TEXT || count.get() > MAX_TEXT
          ? Abstract.computed()
          : Abstract.text(text.get().repeat((int) Math.max(0, count.get())));
    }
    return arithmetic("*", left, right);
  }

  private static Abstract remainder(Abstract left, Abstract right) {
    Optional<String> pattern = text(left);
    if (pattern.isPresent()) {
      return Format.percent(pattern.get(), items(right).orElse(List.of(right)));
    }
    return arithmetic("%", left, right);
  }

  private static Abstract arithmetic(String operator, Abstract left, Abstract right) {
    Optional<Long> l = integer(left);
    Optional<Long> r = integer(right);
    if (l.isEmpty() || r.isEmpty()) {
      return Abstract.unknown();
    }
    return switch (operator) {
      case "+" -> number(saturated((double) l.get() + r.get(), l.get() + r.get()));
      case "-" -> number(saturated((double) l.get() - r.get(), l.get() - r.get()));
      case "*" -> number(saturated((double) l.get() * r.get(), l.get() * r.get()));
      case "//" -> r.get() == 0 ? Abstract.unknown() : number(Math.floorDiv(l.get(), r.get()));
      case "%" -> r.get() == 0 ? Abstract.unknown() : number(Math.floorMod(l.get(), r.get()));
      case "**" -> {
        double power = Math.pow(l.get(), r.get());
        yield r.get() < 0 ? Abstract.unknown() : number(saturated(power, Math.round(power)));
      }
      default -> Abstract.unknown();
    };
  }

  private static long saturated(double about, long exact) {
    return about >= Long.MAX_VALUE
        ? Long.MAX_VALUE
        : about <= Long.MIN_VALUE ? Long.MIN_VALUE : exact;
  }

  private static Abstract number(long value) {
    return Abstract.of(new Int(value));
  }

  static Abstract negative(Abstract operand) {
    return operand.each(value -> value instanceof Int(long i) ? number(-i) : Abstract.unknown());
  }

  /// `target[key]` for a known target; unknown for another.
  static Abstract item(Abstract target, Abstract key) {
    Abstract found = target.each(container -> within(container, key));
    return target.content() ? found.said() : found;
  }

  private static Abstract within(Const container, Abstract key) {
    return switch (container) {
      case Const.Dict(List<Entry> entries) -> {
        Abstract found =
            Abstract.any(
                entries.stream().filter(entry -> mayBe(entry.key(), key)).map(Entry::value));
        yield found.or(key.open() || entries.isEmpty() ? Abstract.unknown() : Abstract.nothing());
      }
      case Seq(List<Abstract> items) ->
          key.isConstant()
              ? integer(key)
                  .filter(i -> i < items.size() && i >= -items.size())
                  .map(i -> items.get((int) (i < 0 ? i + items.size() : i)))
                  .orElse(Abstract.unknown())
              : Abstract.any(items.stream()).or(Abstract.unknown());
      case Text(String text) ->
          integer(key)
              .filter(i -> i < text.length() && i >= -text.length())
              .map(i -> Abstract.text("" + text.charAt((int) (i < 0 ? i + text.length() : i))))
              .orElse(Abstract.computed());
      case Int _, Const.Real _, Const.Flag _, Const.None _ -> Abstract.unknown();
    };
  }

  private static boolean mayBe(Abstract one, Abstract other) {
    return one.open()
        || other.open()
        || one.known().stream().anyMatch(value -> other.known().contains(value));
  }

  /// `target[start:stop:step]`; an absent bound is empty, an unknown one makes the result unknown.
  static Abstract slice(
      Abstract target, Optional<Abstract> start, Optional<Abstract> stop, Optional<Abstract> step) {
    List<Optional<Abstract>> bounds = List.of(start, stop, step);
    boolean known = bounds.stream().allMatch(b -> b.isEmpty() || integer(b.get()).isPresent());
    if (!known) {
      return target.transformed();
    }
    Optional<Long> from = start.flatMap(Fold::integer);
    Optional<Long> to = stop.flatMap(Fold::integer);
    long by = step.flatMap(Fold::integer).orElse(1L);
    return target.each(
        value ->
            switch (value) {
              case Text(String text) -> {
                StringBuilder cut = new StringBuilder();
                indices(text.length(), from, to, by).forEach(i -> cut.append(text.charAt(i)));
                yield Abstract.text(cut.toString());
              }
              case Seq(List<Abstract> items) ->
                  Abstract.of(
                      new Seq(
                          indices(items.size(), from, to, by).stream().map(items::get).toList()));
              case Int _, Const.Real _, Const.Flag _, Const.None _, Const.Dict _ ->
                  Abstract.unknown();
            });
  }

  private static List<Integer> indices(int size, Optional<Long> from, Optional<Long> to, long by) {
    List<Integer> indices = new ArrayList<>();
    if (by == 0) {
      return indices;
    }
    long step = Math.clamp(by, -MAX_TEXT, MAX_TEXT);
    long low = step > 0 ? 0 : -1;
    long high = step > 0 ? size : size - 1;
    long first =
        from.map(i -> Math.clamp(i < 0 ? i + size : i, low, high)).orElse(step > 0 ? low : high);
    long last =
        to.map(i -> Math.clamp(i < 0 ? i + size : i, low, high)).orElse(step > 0 ? high : low);
    for (long i = first; step > 0 ? i < last : i > last; i += step) {
      indices.add((int) i);
    }
    return indices;
  }
}
