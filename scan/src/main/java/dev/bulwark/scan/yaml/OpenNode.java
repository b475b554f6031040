package dev.bulwark.scan.yaml;

import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonTree.Member;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A mapping or sequence that is not closed yet.
final class OpenNode {
  private static final long MOST_WEIGHT = Long.MAX_VALUE / 4;
  private static final int MOST_MERGED = 1_000;

  final long at;
  final boolean mapping;
  final Optional<String> anchor;
  Optional<LanguageTag> tag = Optional.empty();
  long weight = 1;

  private final List<Member> members = new ArrayList<>(4);
  private final List<Member> merged = new ArrayList<>(0);
  private final List<JsonTree> items = new ArrayList<>(4);
  private final Set<String> names = new HashSet<>(4);
  private Optional<String> name = Optional.empty();
  private long nameAt;
  private boolean repeated;
  private long numbers;

  OpenNode(long at, boolean mapping, Optional<String> anchor) {
    this.at = at;
    this.mapping = mapping;
    this.anchor = anchor;
  }

  static long sum(long one, long other) {
    return Math.min(MOST_WEIGHT, one + other);
  }

  boolean awaitsKey() {
    return mapping && name.isEmpty();
  }

  /// Whether the value that comes next belongs to a key.
  boolean isAt(String key) {
    return name.isPresent() && name.get().equals(key);
  }

  boolean isEmpty() {
    return members.isEmpty() && items.isEmpty() && numbers == 0;
  }

  void key(long keyAt, String key) {
    name = Optional.of(key);
    nameAt = keyAt;
    repeated = !names.add(key);
  }

  /// A key that is no scalar: what is in it counts, its name is empty.
  void keyed(long keyAt, JsonTree key) {
    members.add(new Member(keyAt, "", key));
    name = Optional.of("");
    nameAt = keyAt;
    repeated = false;
  }

  /// Takes the value of the last key, or an item.
  ///
  /// @return the member, when its key stood before
  Optional<Member> add(JsonTree value) {
    if (!mapping) {
      item(value);
      return Optional.empty();
    }
    Member member = new Member(nameAt, name.orElse(""), value);
    members.add(member);
    name = Optional.empty();
    return repeated ? Optional.of(member) : Optional.empty();
  }

  /// Numbers before the first other item are only counted, as in JSON.
  private void item(JsonTree value) {
    if (value instanceof JsonTree.Numeral && items.isEmpty()) {
      numbers++;
      return;
    }
    if (numbers > 0 && items.isEmpty()) {
      items.add(new JsonTree.Numbers(at, numbers));
    }
    items.add(value);
  }

  /// The texts of a mapping become this one's, unless it has their keys itself.
  void merge(JsonTree.Obj other) {
    for (Member member : other.members()) {
      if (merged.size() < MOST_MERGED
          && member.value() instanceof JsonTree.Text(long _, String text)) {
        merged.add(new Member(nameAt, member.name(), new JsonTree.Text(nameAt, text)));
      }
    }
  }

  JsonTree value() {
    if (mapping) {
      for (Member member : merged) {
        if (names.add(member.name())) {
          members.add(member);
        }
      }
      return new JsonTree.Obj(at, members);
    }
    return numbers > 0 && items.isEmpty()
        ? new JsonTree.Numbers(at, numbers)
        : new JsonTree.Arr(at, items);
  }
}
