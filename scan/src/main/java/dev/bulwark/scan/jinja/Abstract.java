package dev.bulwark.scan.jinja;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/// What an expression may be: some known values, and perhaps others.
///
/// @param known at most {@link #MAX_KNOWN}
/// @param open whether it may be something else
/// @param content whether it comes from what a person or a tool said in the conversation
/// @param derived whether it was computed from constants in a way that is not followed here
record Abstract(List<Const> known, boolean open, boolean content, boolean derived) {
  private static final int MAX_KNOWN = 12;
  private static final int MAX_WEIGHT = 512;
  private static final Abstract UNKNOWN = new Abstract(List.of(), true, false, false);
  private static final Abstract DERIVED = new Abstract(List.of(), true, false, true);
  private static final Abstract NOTHING = new Abstract(List.of(), false, false, false);

  Abstract {
    known = List.copyOf(known);
  }

  static Abstract of(Const value) {
    return value.weight() > MAX_WEIGHT
        ? DERIVED
        : new Abstract(List.of(value), false, false, false);
  }

  static Abstract text(String value) {
    return of(new Const.Text(value));
  }

  static Abstract unknown() {
    return UNKNOWN;
  }

  static Abstract computed() {
    return DERIVED;
  }

  /// No value at all: what a name holds before anything was assigned.
  static Abstract nothing() {
    return NOTHING;
  }

  Abstract said() {
    return content ? this : new Abstract(known, open, true, derived);
  }

  Abstract unsaid() {
    return content ? new Abstract(known, open, false, derived) : this;
  }

  /// Unknown, from the conversation when this is.
  Abstract opaque() {
    return new Abstract(List.of(), true, content, false);
  }

  /// What a function that is not followed makes of this.
  Abstract transformed() {
    return !open && !known.isEmpty() ? DERIVED : new Abstract(List.of(), true, content, derived);
  }

  Abstract or(Abstract other) {
    if (equals(other)) {
      return this;
    }
    Set<Const> all = new LinkedHashSet<>(known);
    all.addAll(other.known);
    return new Abstract(
        all.stream().limit(MAX_KNOWN).toList(),
        open || other.open || all.size() > MAX_KNOWN,
        content || other.content,
        derived || other.derived);
  }

  static Abstract any(Stream<Abstract> values) {
    return values.reduce(NOTHING, Abstract::or);
  }

  /// What `function` makes of each known value. What it makes of unknown ones is unknown.
  Abstract each(Function<Const, Abstract> function) {
    Abstract made = open ? new Abstract(List.of(), true, content, derived) : NOTHING;
    for (Const value : known) {
      made = made.or(function.apply(value));
    }
    return content ? made.said() : made;
  }

  /// What `function` makes of each pair of known values.
  Abstract with(Abstract other, BinaryOperator<Abstract> function) {
    Abstract made =
        open || other.open
            ? new Abstract(List.of(), true, false, derived || other.derived)
            : NOTHING;
    List<Abstract> lefts = parts();
    List<Abstract> rights = other.parts();
    for (Abstract left : lefts) {
      for (Abstract right : rights) {
        made = made.or(function.apply(left, right));
      }
    }
    return content || other.content ? made.said() : made;
  }

  /// Each known value alone, and unknown alone when it is open.
  private List<Abstract> parts() {
    List<Abstract> parts = new ArrayList<>();
    known.forEach(value -> parts.add(of(value)));
    if (open) {
      parts.add(opaque());
    }
    return parts;
  }

  /// The texts it may be.
  Stream<String> texts() {
    return known.stream()
        .filter(Const.Text.class::isInstance)
        .map(value -> ((Const.Text) value).value());
  }

  long weight() {
    return 1 + known.stream().mapToLong(Const::weight).sum();
  }

  boolean isConstant() {
    return !open && known.size() == 1;
  }
}
