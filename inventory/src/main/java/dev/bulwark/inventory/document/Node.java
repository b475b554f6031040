package dev.bulwark.inventory.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// One value of a document and the line it begins on, from 1.
public sealed interface Node {

  int line();

  record Text(String value, int line) implements Node {}

  /// A number, a flag, a date or nothing, as written: lock files never need more of them.
  record Literal(String value, int line) implements Node {}

  record Items(List<Node> items, int line) implements Node {
    public Items {
      items = Collections.unmodifiableList(items);
    }
  }

  record Mapping(SequencedMap<String, Node> members, int line) implements Node {
    private static final SequencedMap<String, Node> NONE =
        Collections.unmodifiableSequencedMap(new LinkedHashMap<>());

    public Mapping {
      members = Collections.unmodifiableSequencedMap(members);
    }
  }

  /// The member called `key`; empty when this is no mapping or has none.
  default Optional<Node> find(String key) {
    return Optional.ofNullable(members().get(key));
  }

  /// The text of the member called `key`; a number or a flag counts as its text.
  default Optional<String> text(String key) {
    return find(key).flatMap(Node::text);
  }

  /// This value as text; empty for collections and for nothing.
  default Optional<String> text() {
    return switch (this) {
      case Text text -> Optional.of(text.value());
      case Literal literal ->
          literal.value().equals("null") ? Optional.empty() : Optional.of(literal.value());
      case Items _, Mapping _ -> Optional.empty();
    };
  }

  /// The items of the member called `key`; none when it is absent or no list.
  default List<Node> items(String key) {
    return find(key).map(Node::items).orElse(List.of());
  }

  /// The items of this list; none when it is no list.
  default List<Node> items() {
    return this instanceof Items all ? all.items() : List.of();
  }

  /// The texts among the items of the member called `key`.
  default List<String> texts(String key) {
    return items(key).stream().flatMap(item -> item.text().stream()).toList();
  }

  /// The members of the member called `key`; none when it is absent or no mapping.
  default SequencedMap<String, Node> members(String key) {
    return find(key).map(Node::members).orElse(Mapping.NONE);
  }

  default SequencedMap<String, Node> members() {
    return this instanceof Mapping mapping ? mapping.members() : Mapping.NONE;
  }

  /// Whether the member called `key` is the flag `true`.
  default boolean isTrue(String key) {
    return find(key)
        .filter(value -> value instanceof Literal literal && literal.value().equals("true"))
        .isPresent();
  }
}
