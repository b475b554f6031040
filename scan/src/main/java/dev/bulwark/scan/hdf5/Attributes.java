package dev.bulwark.scan.hdf5;

import static dev.bulwark.scan.hdf5.Findings.quoted;

import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.hdf5.Hdf5View.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads attributes, and hands on those that are whole documents or pickles.
final class Attributes {
  /// What Keras reads as JSON, whatever datatype it has.
  private static final Set<String> DOCUMENTS = Set.of("model_config", "training_config");

  /// PyTables marks arrays of pickled objects with this attribute.
  private static final String PSEUDO = "PSEUDOATOM";

  private static final int MAX_ELEMENTS = 64;
  private static final int REFERENCE = 8;

  private final Source source;
  private final Raw raw;
  private final GlobalHeap heap;
  private final Findings findings;
  private final List<Hdf5View.Attribute> all = new ArrayList<>();
  private final List<Source> inside = new ArrayList<>();

  Attributes(Source source, Raw raw, GlobalHeap heap, Findings findings) {
    this.source = source;
    this.raw = raw;
    this.heap = heap;
    this.findings = findings;
  }

  List<Hdf5View.Attribute> all() {
    return all;
  }

  List<Source> inside() {
    return inside;
  }

  void read(Cursor cursor, String object, Set<String> names) throws Broken {
    long at = cursor.at();
    AttributeMessage attribute = AttributeMessage.read(cursor);
    if (!names.add(attribute.name())) {
      findings.add(
          Kind.TWICE,
          at,
          "Two attributes of %s have the name %s"
              .formatted(quoted(object), quoted(attribute.name())));
    }
    if (attribute.type().isEmpty() || attribute.space().isEmpty()) {
      findings.add(
          Kind.UNREAD,
          at,
          "the attribute %s, whose type is shared".formatted(quoted(attribute.name())));
      return;
    }
    Datatype type = attribute.type().get();
    long size = attribute.space().get().bytes(type.size());
    if (size > attribute.value().left()) {
      raw.note(
          new Broken(
              at,
              "expected %d bytes of an attribute, found %d"
                  .formatted(size, attribute.value().left())));
      size = attribute.value().left(); // the library hands it out all the same
    }
    all.add(new Hdf5View.Attribute(object, attribute.name(), at, size));
    Cursor value = attribute.value().part(size);
    if (type.variable()) {
      variable(value, type, object, attribute.name());
    } else {
      value(value, type.kind() == Datatype.STRING, object, attribute.name());
    }
  }

  private void variable(Cursor value, Datatype type, String object, String name) throws Broken {
    long reference = 4L + raw.offsetSize() + 4;
    for (int i = 0; i < MAX_ELEMENTS && value.left() >= Math.max(type.size(), reference); i++) {
      Cursor element = value.part(type.size());
      long count = element.u32();
      long collection = element.address();
      int index = (int) element.u32();
      if (collection != Raw.NOWHERE && index != 0 && count > 0) {
        Cursor content = heap.object(collection, index);
        value(content.part(Math.min(count, content.left())), true, object, name);
      }
    }
    if (value.left() > 0 && DOCUMENTS.contains(name)) {
      findings.add(Kind.UNREAD, value.at(), "further values of the attribute " + quoted(name));
    }
  }

  /// @param text whether the value is a string
  private void value(Cursor value, boolean text, String object, String name) throws Broken {
    long from = value.at();
    long to = text ? ended(value, object, name) : value.end();
    while (to > from && raw.at(to - 1) == 0) {
      to--; // padding
    }
    if (from == to) {
      return;
    }
    if (name.equals(PSEUDO) && object(from, to)) {
      findings.add(
          Kind.OBJECTS,
          from,
          "The array %s holds pickled Python objects".formatted(quoted(object)));
    }
    if (DOCUMENTS.contains(name)) {
      hand(from, to, object, name + ".json");
    } else if (begins(from, to) || (text && raw.at(to - 1) == '.')) {
      hand(from, to, object, name);
    }
  }

  /// Where a string ends for those who take its first NUL for its end, as the library does. What
  /// goes on behind it is handed on as well.
  private long ended(Cursor value, String object, String name) {
    long end = value.at();
    while (end < value.end() && raw.at(end) != 0) {
      end++;
    }
    for (long at = end; at < value.end(); at++) {
      if (raw.at(at) != 0) {
        findings.add(
            Kind.TWICE,
            end,
            "The attribute %s goes on behind the character that ends it".formatted(quoted(name)));
        hand(value.at(), value.end(), object, name + " behind its end");
        break;
      }
    }
    return end;
  }

  private boolean object(long from, long to) throws Broken {
    return new Cursor(raw, from, to).text(Math.min(to - from, 16)).equals("object");
  }

  /// Whether a value could be JSON, or a pickle of protocol 2 or later.
  private boolean begins(long from, long to) {
    long at = from;
    while (at < to - 1 && " \t\r\n".indexOf(raw.at(at)) >= 0) {
      at++;
    }
    int first = raw.at(at);
    boolean pickle = first == 0x80 && to - at > REFERENCE && raw.at(at + 1) <= 5;
    return first == '{' || (first == '[' && to - at > 2) || pickle;
  }

  private void hand(long from, long to, String object, String name) {
    raw.budget().entry();
    String member = "@" + (object.equals("/") ? "" : object + "/") + name;
    inside.add(source.inside(member, from, to - from));
  }
}
