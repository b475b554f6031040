package dev.bulwark.scan.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A JSON value and where it starts.
public sealed interface JsonTree {

  /// The offset of the value's first byte in the document.
  long at();

  /// An object. Members stay in order, and a name may occur twice: parsers disagree about which one
  /// counts.
  record Obj(long at, List<Member> members) implements JsonTree {
    public Obj {
      members = Collections.unmodifiableList(members);
    }

    /// Every value under `name`, in order.
    public List<JsonTree> all(String name) {
      List<JsonTree> values = new ArrayList<>();
      for (Member member : members) {
        if (member.name().equals(name)) {
          values.add(member.value());
        }
      }
      return values;
    }

    /// The last value under `name`, which most parsers keep.
    public Optional<JsonTree> member(String name) {
      List<JsonTree> values = all(name);
      return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }

    /// The last text under `name`, when it is one.
    public Optional<String> text(String name) {
      return member(name)
          .flatMap(
              value -> value instanceof Text text ? Optional.of(text.value()) : Optional.empty());
    }

    public boolean has(String name) {
      return members.stream().anyMatch(member -> member.name().equals(name));
    }
  }

  /// @param at of the name
  record Member(long at, String name, JsonTree value) {}

  /// An array. One that holds nothing but numbers is {@link Numbers}.
  record Arr(long at, List<JsonTree> items) implements JsonTree {
    public Arr {
      items = Collections.unmodifiableList(items);
    }
  }

  /// An array of at least one number and nothing else: weights in text form, of which only the
  /// count is kept.
  record Numbers(long at, long count) implements JsonTree {}

  record Text(long at, String value) implements JsonTree {}

  /// @param literal as written
  record Numeral(long at, String literal) implements JsonTree {}

  record Flag(long at, boolean value) implements JsonTree {}

  record Null(long at) implements JsonTree {}

  /// A value and the way to it.
  ///
  /// @param name the nearest member name above it; empty at the top. Items of an array have the
  ///   array's
  record Named(String name, JsonTree value) {}

  /// This value and everything in it, each with the name it stands under, in the order of the text.
  /// Needs no stack of its own for nested values.
  default Stream<Named> walk() {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(new Walk(this), Spliterator.ORDERED), false);
  }

  /// A depth-first walk.
  final class Walk implements Iterator<Named> {
    private final Deque<Named> open = new ArrayDeque<>();

    private Walk(JsonTree root) {
      open.push(new Named("", root));
    }

    @Override
    public boolean hasNext() {
      return !open.isEmpty();
    }

    @Override
    public Named next() {
      Named next = open.pop();
      switch (next.value()) {
        case Obj(long _, List<Member> members) -> {
          for (Member member : members.reversed()) {
            open.push(new Named(member.name(), member.value()));
          }
        }
        case Arr(long _, List<JsonTree> items) -> {
          for (JsonTree item : items.reversed()) {
            open.push(new Named(next.name(), item));
          }
        }
        case Numbers _, Text _, Numeral _, Flag _, Null _ -> {}
      }
      return next;
    }
  }
}
