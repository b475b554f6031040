package dev.bulwark.scan.gguf;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.gguf.Cursor.Broken;
import dev.bulwark.scan.gguf.GgufView.Kind;
import dev.bulwark.scan.gguf.GgufView.Violation;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One reading of one file. What was understood stays here when the header breaks.
final class GgufParse {
  private static final int STRING = 8;
  private static final int ARRAY = 9;
  private static final int BOOL = 7;
  private static final int U32 = 4;

  /// Bytes of a value by its type; 0 for those that say it themselves.
  private static final int[] SIZES = {1, 1, 2, 2, 4, 4, 4, 1, 0, 0, 8, 8, 8};

  private static final int MAX_KEY = 65_535;
  private static final int MAX_TENSOR_NAME = 63;
  private static final int MAX_KEYS = 65_536;
  private static final int MAX_TENSORS = 262_144;
  private static final int MAX_TEMPLATES = 256;
  private static final int MAX_DIMENSIONS = 4;

  private final Source source;
  private final Budget budget;
  private final Cursor cursor;
  private final int version;
  private final List<Violation> violations = new ArrayList<>();
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private final List<Source> templates = new ArrayList<>();
  private final List<Layout.Tensor> tensors = new ArrayList<>();
  private long keys;
  private long alignment = 32;
  private long unexplained;

  GgufParse(Source source, Budget budget, int version, ByteOrder order) {
    this.source = source;
    this.budget = budget;
    this.version = version;
    this.cursor = new Cursor(source, budget, order, version == 1, 8);
  }

  List<Source> templates() {
    return templates;
  }

  GgufView view() {
    return new GgufView(source.place(), version, keys, tensors.size(), violations, unexplained);
  }

  void add(Kind kind, long offset, String what) {
    if (counts.merge(kind, 1, Integer::sum) <= GgufView.MAX_OF_A_KIND) {
      violations.add(new Violation(kind, offset, what));
    }
  }

  static String quoted(String name) {
    String shown = name.length() <= 80 ? name : name.substring(0, 80) + "…";
    return "\"" + Place.printable(shown) + "\"";
  }

  void read() throws Broken {
    long tensorCount = cursor.count(version == 1 ? 16 : 24);
    long keyCount = cursor.count(version == 1 ? 9 : 13);
    bound(keyCount, MAX_KEYS, "keys");
    bound(tensorCount, MAX_TENSORS, "tensors");
    Set<String> names = new HashSet<>();
    for (long i = 0; i < keyCount; i++) {
      budget.entry();
      key(names);
    }
    names.clear();
    for (long i = 0; i < tensorCount; i++) {
      budget.entry();
      tensor(names);
    }
    unexplained = new Layout(source, cursor.at(), alignment, budget, this).check(tensors);
  }

  private static void bound(long count, int max, String what) {
    if (count > max) {
      throw new Budget.OverLimit(Outcome.Reason.OVER_LIMIT, "more than %d %s".formatted(max, what));
    }
  }

  private void key(Set<String> names) throws Broken {
    long at = cursor.at();
    String name = cursor.name(MAX_KEY);
    if (!names.add(name)) {
      add(Kind.DUPLICATE, at, "the key %s stands twice".formatted(quoted(name)));
    }
    int type = cursor.u32();
    if (name.equals("general.alignment") && type == U32) {
      align(at, Integer.toUnsignedLong(cursor.u32()));
    } else if (name.equals("split.count") && (type == 2 || type == U32)) {
      split(at, type == 2 ? cursor.u16() : Integer.toUnsignedLong(cursor.u32()));
    } else {
      value(name, type, 0);
    }
    keys++;
  }

  private void align(long at, long value) {
    if (value == 0 || Long.bitCount(value) != 1) {
      add(Kind.VALUE, at, "the alignment %d is no power of two".formatted(value));
    } else {
      alignment = value;
    }
  }

  private void split(long at, long count) {
    if (count > 1) {
      add(Kind.SPLIT, at, "the model is in %d files, of which this is one".formatted(count));
    }
  }

  private void value(String name, int type, int depth) throws Broken {
    long at = cursor.at();
    switch (type) {
      case STRING -> text(name);
      case ARRAY -> array(name, depth);
      case BOOL -> {
        long where = cursor.skip(1);
        if (source.at(where) > 1) {
          add(
              Kind.VALUE,
              where,
              "the truth value of %s is neither 0 nor 1".formatted(quoted(name)));
        }
      }
      default -> {
        if (type < 0 || type >= SIZES.length) {
          throw new Broken(at, "expected a type of value from 0 to 12, found " + type);
        }
        cursor.skip(SIZES[type]);
      }
    }
  }

  private void text(String name) throws Broken {
    boolean template = name.contains("chat_template");
    Source text = cursor.string(template ? name + ".jinja" : name);
    if (template && text.size() > 0) {
      bound(templates.size() + 1L, MAX_TEMPLATES, "chat templates");
      templates.add(text);
    }
  }

  private void array(String name, int depth) throws Broken {
    long at = cursor.at();
    int type = cursor.u32();
    if (type == ARRAY) {
      add(Kind.VALUE, at, "the value of %s is an array of arrays".formatted(quoted(name)));
    }
    if (type < 0 || type >= SIZES.length || depth > 3) {
      throw new Broken(at, "expected a type of element from 0 to 12 and at most 4 levels");
    }
    if (SIZES[type] > 0) {
      cursor.skip(cursor.count(SIZES[type]) * SIZES[type]);
    } else {
      long count = cursor.count(version == 1 ? 4 : 8);
      for (long i = 0; i < count; i++) {
        budget.entry();
        value(name, type, depth + 1);
      }
    }
  }

  private void tensor(Set<String> names) throws Broken {
    long at = cursor.at();
    String name = cursor.name(MAX_KEY);
    if (!names.add(name)) {
      add(Kind.DUPLICATE, at, "the tensor %s stands twice".formatted(quoted(name)));
    }
    if (name.length() > MAX_TENSOR_NAME) {
      add(Kind.TENSOR, at, "the name %s is longer than 63 bytes".formatted(quoted(name)));
    }
    int dimensions = cursor.u32();
    if (dimensions < 0 || dimensions > MAX_DIMENSIONS) {
      throw new Broken(at, "expected at most 4 dimensions, found " + dimensions);
    }
    long elements = 1;
    long row = 1;
    boolean possible = true;
    for (int i = 0; i < dimensions; i++) {
      long size = version == 1 ? Integer.toUnsignedLong(cursor.u32()) : cursor.u64();
      row = i == 0 ? size : row;
      possible &= size >= 0 && (elements == 0 || size <= Long.MAX_VALUE / elements);
      elements = possible ? elements * size : 0;
    }
    int type = cursor.u32();
    long offset = cursor.u64();
    size(at, name, type, elements, row, possible)
        .ifPresent(size -> tensors.add(new Layout.Tensor(name, at, offset, size)));
  }

  private Optional<Long> size(
      long at, String name, int type, long elements, long row, boolean possible) {
    Optional<GgmlType> known = GgmlType.of(type);
    if (known.isEmpty()) {
      add(Kind.TENSOR, at, "%s has the unknown type %d".formatted(quoted(name), type));
      return Optional.empty();
    }
    GgmlType layout = known.get();
    if (!possible || elements / layout.elements() > Long.MAX_VALUE / layout.bytes()) {
      add(Kind.TENSOR, at, "%s has dimensions whose size overflows".formatted(quoted(name)));
      return Optional.empty();
    }
    if (row % layout.elements() != 0) {
      add(Kind.TENSOR, at, "%s has rows that end inside a block".formatted(quoted(name)));
    }
    return Optional.of(elements / layout.elements() * layout.bytes());
  }
}
