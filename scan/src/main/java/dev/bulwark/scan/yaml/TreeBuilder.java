package dev.bulwark.scan.yaml;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonTree.Member;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/// Builds the values of documents from events, with a stack of its own. Aliases of collections are
/// counted, never followed.
final class TreeBuilder {
  private static final int MAX_DEPTH = 256;
  private static final int MAX_VALUES = 1_000_000;
  private static final int MAX_TAGS = 10_000;
  private static final int MAX_ODDITIES = 100;
  private static final String MERGE = "<<";

  private final ByteOffsets offsets;
  private final Budget budget;
  private final Deque<OpenNode> open = new ArrayDeque<>();
  private final Map<String, Anchored> anchors = new HashMap<>();
  private final List<JsonTree> documents = new ArrayList<>();
  private final List<Member> duplicates = new ArrayList<>();
  private final List<TagUse> tags = new ArrayList<>();
  private final List<Oddity> oddities = new ArrayList<>();
  private long shapeHash;
  private int values;
  private long expanded;
  private boolean recursive;

  TreeBuilder(ByteOffsets offsets, Budget budget) {
    this.offsets = offsets;
    this.budget = budget;
  }

  List<JsonTree> documents() {
    return documents;
  }

  List<Member> duplicates() {
    return duplicates;
  }

  List<TagUse> tags() {
    return tags;
  }

  List<Oddity> oddities() {
    return oddities;
  }

  long values() {
    return values;
  }

  long expanded() {
    return expanded;
  }

  boolean isRecursive() {
    return recursive;
  }

  /// What kinds of values stand where and with which tags, whatever the scalars say.
  Shape shape() {
    return new Shape(values, shapeHash);
  }

  /// @param kinds a hash over kinds of values and tags
  record Shape(long values, long kinds) {}

  /// An anchor's value.
  ///
  /// @param value absent while it is being read
  /// @param weight how many values it stands for
  private record Anchored(Optional<JsonTree> value, long weight) {}

  void take(Event event) {
    budget.tick();
    shapeHash = shapeHash * 31 + event.getEventId().name().hashCode();
    switch (event) {
      case AliasEvent alias -> alias(alias);
      case ScalarEvent scalar -> scalar(scalar);
      case CollectionStartEvent start -> open(start);
      default -> structure(event.getEventId());
    }
  }

  private void structure(Event.ID event) {
    switch (event) {
      case MappingEnd, SequenceEnd -> close();
      case DocumentStart -> anchors.clear();
      default -> {}
    }
  }

  private long at(Event event) {
    return event.getStartMark().map(mark -> offsets.of(mark.getIndex())).orElse(0L);
  }

  private void count() {
    budget.entry();
    if (++values > MAX_VALUES) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT, "more than %d YAML values".formatted(MAX_VALUES));
    }
  }

  private void open(CollectionStartEvent event) {
    count();
    if (open.size() == MAX_DEPTH) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT, "YAML nested deeper than %d levels".formatted(MAX_DEPTH));
    }
    boolean mapping = event.getEventId() == Event.ID.MappingStart;
    OpenNode node = new OpenNode(at(event), mapping, anchor(event));
    node.tag = event.getTag().flatMap(LanguageTag::of);
    event.getTag().ifPresent(this::shaped);
    node.anchor.ifPresent(name -> anchors.put(name, new Anchored(Optional.empty(), 1)));
    open.push(node);
  }

  private void shaped(String tag) {
    shapeHash = shapeHash * 31 + tag.hashCode();
  }

  private void close() {
    OpenNode node = open.pop();
    JsonTree value = node.value();
    node.tag.ifPresent(tag -> tag(new TagUse(node.at, tag, !node.isEmpty())));
    node.anchor.ifPresent(name -> anchors.put(name, new Anchored(Optional.of(value), node.weight)));
    value(node.at, value, node.weight, true);
  }

  private void scalar(ScalarEvent event) {
    count();
    long at = at(event);
    Optional<LanguageTag> tag = event.getTag().flatMap(LanguageTag::of);
    event.getTag().ifPresent(this::shaped);
    tag.ifPresent(known -> tag(new TagUse(at, known, !event.getValue().isEmpty())));
    boolean plain = event.isPlain() && event.getTag().isEmpty();
    JsonTree value =
        plain ? Scalars.plain(at, event.getValue()) : new JsonTree.Text(at, event.getValue());
    anchor(event)
        .ifPresent(name -> anchors.put(name, new Anchored(Optional.of(written(value, event)), 1)));
    OpenNode above = open.peek();
    if (above != null && above.awaitsKey()) {
      key(above, at, event.getValue(), plain);
    } else {
      value(at, value, 1, false);
    }
  }

  /// An anchored scalar keeps its text: as a key it is one.
  private static JsonTree written(JsonTree value, ScalarEvent event) {
    return value instanceof JsonTree.Text ? value : new JsonTree.Text(value.at(), event.getValue());
  }

  private void key(OpenNode above, long at, String name, boolean plain) {
    if (name.equals(MERGE) && !plain) {
      odd(at, "A key << that is quoted or tagged merges for some readers, and what it holds");
    }
    above.weight++;
    above.key(at, name);
  }

  private void alias(AliasEvent event) {
    count();
    long at = at(event);
    Anchored anchored =
        anchors.getOrDefault(event.getAlias().getValue(), new Anchored(Optional.empty(), 1));
    recursive |= anchored.value().isEmpty();
    OpenNode above = open.peek();
    if (anchored.value().isPresent()
        && anchored.value().get() instanceof JsonTree.Text(var _, var text)) {
      if (above != null && above.awaitsKey()) {
        key(above, at, text, false);
      } else {
        value(at, new JsonTree.Text(at, text), 1, false);
      }
      return;
    }
    if (anchored.value().isPresent() && anchored.value().get() instanceof JsonTree.Obj merged) {
      merging().ifPresent(into -> into.merge(merged));
    }
    value(at, new JsonTree.Null(at), anchored.weight(), true);
  }

  /// The mapping that an alias read now is merged into: `<<: *a` or `<<: [*a, *b]`.
  private Optional<OpenNode> merging() {
    OpenNode above = open.peek();
    if (above == null) {
      return Optional.empty();
    }
    if (above.mapping) {
      return above.isAt(MERGE) ? Optional.of(above) : Optional.empty();
    }
    return open.stream().skip(1).findFirst().filter(node -> node.mapping && node.isAt(MERGE));
  }

  private void value(long at, JsonTree value, long weight, boolean collection) {
    OpenNode above = open.peek();
    if (above == null) {
      documents.add(value);
      expanded = Math.max(expanded, weight);
      return;
    }
    above.weight = OpenNode.sum(above.weight, weight);
    if (above.awaitsKey()) {
      above.keyed(at, value);
      return;
    }
    if (above.mapping && above.isAt(MERGE) && !collection) {
      odd(at, "A merge of something that is no mapping is refused by some readers, and it");
    }
    above.add(value).ifPresent(duplicates::add);
  }

  private void tag(TagUse use) {
    if (tags.size() == MAX_TAGS) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT, "more than %d tags of languages".formatted(MAX_TAGS));
    }
    tags.add(use);
  }

  private void odd(long at, String what) {
    if (oddities.size() < MAX_ODDITIES) {
      oddities.add(new Oddity(at, what));
    }
  }

  private static Optional<String> anchor(NodeEvent event) {
    return event.getAnchor().map(anchor -> anchor.getValue());
  }
}
