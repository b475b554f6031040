package dev.bulwark.scan.hdf5;

import static dev.bulwark.scan.hdf5.Findings.quoted;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.hdf5.Hdf5View.Kind;
import dev.bulwark.scan.hdf5.Header.Message;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Visits every object once, from the root. What breaks in one object does not keep the others from
/// being read: a loader opens them one by one, too.
final class Walk {
  private static final int DATASPACE = 0x1;
  private static final int LINK_INFO = 0x2;
  private static final int LINK = 0x6;
  private static final int EXTERNAL_FILES = 0x7;
  private static final int LAYOUT = 0x8;
  private static final int ATTRIBUTE = 0xc;
  private static final int SHARED_TABLE = 0xf;
  private static final int SYMBOL_TABLE = 0x11;
  private static final int DRIVER = 0x14;
  private static final int ATTRIBUTE_INFO = 0x15;
  private static final int LAST_KNOWN = 0x17;
  private static final int MUST_KNOW = 0x80;
  private static final int LINK_ID = 7;
  private static final int ATTRIBUTE_ID = 8;
  private static final int LINK_NAMES = 5;
  private static final int ATTRIBUTE_NAMES = 8;
  private static final int MAX_PATH = 300;

  private final Source source;
  private final Superblock superblock;
  private final Raw raw;
  private final Headers headers;
  private final Findings findings = new Findings();
  private final Attributes attributes;
  private final Datasets datasets;
  private final Deque<Named> open = new ArrayDeque<>();
  private final Set<Long> seen = new HashSet<>();

  private record Named(String path, long header) {}

  Walk(Source source, Superblock superblock) {
    this.source = source;
    this.superblock = superblock;
    this.raw = superblock.raw();
    this.headers = new Headers(raw);
    GlobalHeap heap = new GlobalHeap(raw);
    this.attributes = new Attributes(source, raw, heap, findings);
    this.datasets = new Datasets(raw, headers, heap, findings);
  }

  Optional<Broken> broken() {
    return raw.broken();
  }

  List<Source> inside() {
    return attributes.inside();
  }

  /// What was seen so far.
  Hdf5View view() {
    return view(raw.size());
  }

  private Hdf5View view(long unexplained) {
    return new Hdf5View(
        source.place(),
        superblock.version(),
        attributes.all(),
        datasets.all(),
        findings.all(),
        source.size(),
        unexplained);
  }

  /// @throws Budget.OverLimit when the budget runs out; {@link #view} is what was seen
  Hdf5View run() {
    frame();
    attempt(new Named("/", superblock.root()));
    while (!open.isEmpty()) {
      attempt(open.removeFirst());
    }
    return view(raw.unexplained());
  }

  private void attempt(Named named) {
    try {
      visit(named);
    } catch (Broken e) {
      raw.note(e);
    }
  }

  /// What is around the file proper.
  private void frame() {
    for (long at = 0; at < superblock.at(); at++) {
      if (source.at(at) != 0) {
        findings.add(
            Kind.STRAY,
            at,
            "%d bytes stand before the file's own beginning".formatted(superblock.at()));
        break;
      }
    }
    if (superblock.end() < source.size()) {
      findings.add(
          Kind.STRAY,
          superblock.end(),
          "%d bytes stand behind the file's own end"
              .formatted(source.size() - Math.max(0, superblock.end())));
    } else if (superblock.end() > source.size()) {
      raw.note(
          new Broken(
              source.size(),
              "expected %d bytes by the superblock, found %d"
                  .formatted(superblock.end(), source.size())));
    }
    if (superblock.driver()) {
      findings.add(
          Kind.OUTSIDE,
          superblock.at(),
          "The file is one of several, which a loader opens as well");
    }
    if (superblock.extension() != Raw.NOWHERE) {
      try {
        extension(headers.at(superblock.extension()));
      } catch (Broken e) {
        raw.note(e);
      }
    }
  }

  private void extension(Header header) {
    for (Message message : header.all(DRIVER)) {
      findings.add(
          Kind.OUTSIDE, message.at(), "The file is one of several, which a loader opens as well");
    }
    for (Message message : header.all(SHARED_TABLE)) {
      findings.add(Kind.UNREAD, message.at(), "messages are kept in a shared table");
    }
  }

  private void visit(Named named) throws Broken {
    if (named.header() == Raw.NOWHERE || !seen.add(named.header())) {
      return;
    }
    Header header = headers.at(named.header());
    for (Message message : header.messages()) {
      if (message.type() > LAST_KNOWN && (message.flags() & MUST_KNOW) != 0) {
        findings.add(Kind.UNREAD, message.at(), "a message of the unknown type " + message.type());
      }
    }
    twice(header, named.path());
    try {
      readAttributes(header, named.path());
    } catch (Broken e) {
      raw.note(e); // its links are still there
    }
    links(header, named.path());
    for (Message message : header.all(EXTERNAL_FILES)) {
      externalFiles(cursor(message), named.path());
    }
    datasets.read(header, named.path());
  }

  /// Of these an object has one at most; readers differ in which of two they take.
  private void twice(Header header, String path) {
    for (int type : new int[] {DATASPACE, LAYOUT, SYMBOL_TABLE, LINK_INFO, ATTRIBUTE_INFO}) {
      List<Message> messages = header.all(type);
      if (messages.size() > 1) {
        findings.add(
            Kind.TWICE,
            messages.get(1).at(),
            "The object %s has two messages of type %d".formatted(quoted(path), type));
      }
    }
  }

  private Cursor cursor(Message message) {
    return new Cursor(raw, message.at(), message.at() + message.size());
  }

  private void readAttributes(Header header, String path) throws Broken {
    Set<String> names = new HashSet<>();
    for (Message message : header.all(ATTRIBUTE)) {
      if (message.shared()) {
        findings.add(Kind.UNREAD, message.at(), "a shared attribute of " + quoted(path));
      } else {
        attribute(cursor(message), path, names);
      }
    }
    for (Message message : header.all(ATTRIBUTE_INFO)) {
      Cursor cursor = cursor(message);
      cursor.skip(1);
      cursor.skip((cursor.u8() & 1) != 0 ? 2 : 0);
      long heap = cursor.address();
      long tree = cursor.address();
      if (heap != Raw.NOWHERE && tree != Raw.NOWHERE) {
        for (Cursor each : dense(heap, tree, ATTRIBUTE_NAMES, 0, ATTRIBUTE_ID, path)) {
          attribute(each, path, names);
        }
      }
    }
  }

  /// A broken attribute hides no other.
  private void attribute(Cursor cursor, String path, Set<String> names) {
    try {
      attributes.read(cursor, path, names);
    } catch (Broken e) {
      raw.note(e);
    }
  }

  private List<Cursor> dense(long heapAt, long tree, int type, int skip, int idSize, String path)
      throws Broken {
    FractalHeap heap = FractalHeap.read(raw, heapAt);
    List<Cursor> messages = new ArrayList<>();
    for (Cursor id : FractalHeap.index(raw, tree, type, skip, idSize)) {
      try {
        Optional<Cursor> message = heap.object(id);
        message.ifPresent(messages::add);
        if (message.isEmpty()) {
          findings.add(Kind.UNREAD, heapAt, "a packed heap of names of " + quoted(path));
        }
      } catch (Broken e) {
        raw.note(e);
      }
    }
    return messages;
  }

  private void links(Header header, String path) throws Broken {
    Set<String> names = new HashSet<>();
    for (Message message : header.all(SYMBOL_TABLE)) {
      Cursor cursor = cursor(message);
      long tree = cursor.address();
      for (Link link : OldGroup.links(raw, tree, cursor.address())) {
        follow(link, path, names);
      }
    }
    for (Message message : header.all(LINK)) {
      follow(Link.read(cursor(message)), path, names);
    }
    for (Message message : header.all(LINK_INFO)) {
      Cursor cursor = cursor(message);
      cursor.skip(1);
      cursor.skip((cursor.u8() & 1) != 0 ? 8 : 0);
      long heap = cursor.address();
      long tree = cursor.address();
      if (heap != Raw.NOWHERE && tree != Raw.NOWHERE) {
        for (Cursor each : dense(heap, tree, LINK_NAMES, 4, LINK_ID, path)) {
          follow(Link.read(each), path, names);
        }
      }
    }
  }

  private void follow(Link link, String group, Set<String> names) {
    String path = path(group, link.name());
    if (!names.add(link.name())) {
      findings.add(Kind.TWICE, superblock.at(), "Two links have the name " + quoted(path));
    }
    switch (link) {
      case Link.Hard(String _, long header) -> open.add(new Named(path, header));
      case Link.Soft _ -> {}
      case Link.External(String _, long at, String file, String object) ->
          findings.add(
              Kind.OUTSIDE,
              at,
              "%s is a link to %s in the file %s"
                  .formatted(quoted(path), quoted(object), quoted(file)));
      case Link.Foreign(String _, long at, int type) ->
          findings.add(
              Kind.OUTSIDE,
              at,
              "%s is a link of type %d, which only the code of some program can follow"
                  .formatted(quoted(path), type));
    }
  }

  private static String path(String group, String name) {
    String path = group.equals("/") ? "/" + name : group + "/" + name;
    return path.length() > MAX_PATH ? "…" + path.substring(path.length() - MAX_PATH) : path;
  }

  private void externalFiles(Cursor cursor, String path) throws Broken {
    long at = cursor.at();
    cursor.skip(6);
    int used = cursor.u16();
    LocalHeap heap = LocalHeap.read(raw, cursor.address());
    for (int i = 0; i < used; i++) {
      raw.budget().entry();
      String name = heap.text(cursor.length());
      cursor.skip(2L * raw.lengthSize());
      findings.add(
          Kind.OUTSIDE,
          at,
          "The elements of %s are in the file %s".formatted(quoted(path), quoted(name)));
    }
  }
}
