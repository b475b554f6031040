package dev.bulwark.scan.hdf5;

import static dev.bulwark.scan.hdf5.Findings.quoted;

import dev.bulwark.scan.hdf5.Hdf5View.Kind;
import dev.bulwark.scan.hdf5.Header.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads what a dataset says of itself, and holds it against the bytes that are there.
final class Datasets {
  private static final int DATASPACE = 0x1;
  private static final int DATATYPE = 0x3;
  private static final int LAYOUT = 0x8;
  private static final int PIPELINE = 0xb;

  /// What deflate can reach, which is the most of the library's own filters.
  private static final long MAX_RATIO = 1032;

  private static final long FREE_OF_RATIO = 64L << 20;

  /// Filters in the library itself, and LZF, which is in h5py.
  private static final Set<Integer> OWN = Set.of(1, 2, 3, 4, 5, 6, 32_000);

  /// Of The HDF Group's registry: bzip2, blosc, lz4, bitshuffle, zfp, fpzip, zstd, jpeg-xr, blosc2.
  private static final Set<Integer> REGISTERED =
      Set.of(307, 32_001, 32_004, 32_008, 32_013, 32_014, 32_015, 32_026);

  private final Raw raw;
  private final Headers headers;
  private final GlobalHeap heap;
  private final Findings findings;
  private final List<Hdf5View.Dataset> all = new ArrayList<>();

  Datasets(Raw raw, Headers headers, GlobalHeap heap, Findings findings) {
    this.raw = raw;
    this.headers = headers;
    this.heap = heap;
    this.findings = findings;
  }

  List<Hdf5View.Dataset> all() {
    return all;
  }

  void read(Header header, String path) throws Broken {
    for (Message message : header.all(PIPELINE)) {
      if (message.shared()) {
        findings.add(Kind.UNREAD, message.at(), "a shared filter pipeline");
      } else {
        filters(message, path);
      }
    }
    List<Message> layouts = header.all(LAYOUT);
    List<Message> spaces = header.all(DATASPACE);
    List<Message> types = header.all(DATATYPE);
    if (layouts.isEmpty()) {
      return;
    }
    if (spaces.isEmpty() || types.isEmpty()) {
      throw new Broken(header.at(), "expected the type and the shape of a dataset");
    }
    if (spaces.getFirst().shared()) {
      findings.add(Kind.UNREAD, header.at(), "a shape that is shared, of " + quoted(path));
      return;
    }
    Datatype type = type(types.getFirst());
    long claimed = Dataspace.read(cursor(spaces.getFirst())).bytes(type.size());
    Layout layout = Layout.read(cursor(layouts.getFirst()));
    long stored = stored(layout, path);
    all.add(new Hdf5View.Dataset(path, header.at(), claimed, stored));
    measure(layout, claimed, stored, header.at(), path);
  }

  private Cursor cursor(Message message) {
    return new Cursor(raw, message.at(), message.at() + message.size());
  }

  /// A type with a name of its own stands in another header.
  private Datatype type(Message message) throws Broken {
    Cursor cursor = cursor(message);
    if (!message.shared()) {
      return Datatype.read(cursor);
    }
    int version = cursor.u8();
    cursor.skip(version == 1 ? 7 : 1);
    long at = cursor.address();
    for (Message named : at == Raw.NOWHERE ? List.<Message>of() : headers.at(at).all(DATATYPE)) {
      if (!named.shared()) {
        return Datatype.read(cursor(named));
      }
    }
    throw new Broken(message.at(), "expected a named datatype");
  }

  private void filters(Message message, String path) throws Broken {
    for (Filters.Filter filter : Filters.read(cursor(message))) {
      raw.budget().entry();
      if (!OWN.contains(filter.id())) {
        boolean registered = REGISTERED.contains(filter.id());
        findings.add(
            registered ? Kind.PLUGIN : Kind.UNKNOWN_PLUGIN,
            message.at(),
            "Reading %s needs the filter plugin %d, called %s"
                .formatted(quoted(path), filter.id(), quoted(filter.name())));
      }
    }
  }

  /// @return bytes in the file; -1 when that is not known
  private long stored(Layout layout, String path) throws Broken {
    return switch (layout.kind()) {
      case COMPACT -> layout.size();
      case CONTIGUOUS -> contiguous(layout);
      case CHUNKED -> chunks(layout);
      case VIRTUAL -> virtual(layout, path);
    };
  }

  private long contiguous(Layout layout) throws Broken {
    if (layout.at() == Raw.NOWHERE) {
      return 0;
    }
    if (layout.size() >= 0) {
      raw.explain(layout.at(), layout.size(), "the elements of a dataset");
    }
    return layout.size();
  }

  private long chunks(Layout layout) throws Broken {
    if (layout.at() == Raw.NOWHERE) {
      return 0;
    }
    long size = layout.size() >= 0 ? layout.size() : product(layout.chunk());
    if (layout.index() == Layout.SINGLE) {
      raw.explain(layout.at(), size, "a chunk of a dataset");
      return size;
    }
    if (layout.index() != Layout.BTREE) {
      return -1;
    }
    long stored = 0;
    long keySize = 8 + 8L * layout.chunk().size();
    for (OldGroup.Child chunk : OldGroup.leaves(raw, layout.at(), 1, keySize)) {
      raw.explain(chunk.at(), chunk.key(), "a chunk of a dataset");
      stored += chunk.key();
    }
    return stored;
  }

  private static long product(List<Long> dimensions) {
    return new Dataspace(dimensions, false).bytes(1);
  }

  private long virtual(Layout layout, String path) throws Broken {
    String first = "none";
    if (layout.at() != Raw.NOWHERE) {
      Cursor mappings = heap.object(layout.at(), (int) layout.size());
      mappings.skip(1);
      first = mappings.length() == 0 ? first : mappings.zeroText();
    }
    findings.add(
        Kind.OUTSIDE,
        layout.at() == Raw.NOWHERE ? 0 : layout.at(),
        "%s is a virtual dataset; the first file it takes elements from is %s"
            .formatted(quoted(path), quoted(first)));
    return -1;
  }

  private void measure(Layout layout, long claimed, long stored, long at, String path) {
    long most = Math.max(FREE_OF_RATIO, MAX_RATIO * Math.min(raw.size(), 1L << 50));
    if (claimed > most) {
      findings.add(
          Kind.SIZE,
          at,
          "The shape of %s asks for %s bytes, in a file of %d"
              .formatted(
                  quoted(path), claimed == Long.MAX_VALUE ? "2^63 or more" : claimed, raw.size()));
    } else if (stored > 0
        && stored != claimed
        && (layout.kind() == Layout.Kind.CONTIGUOUS || layout.kind() == Layout.Kind.COMPACT)) {
      findings.add(
          Kind.SIZE,
          at,
          "The shape of %s asks for %d bytes, its layout for %d"
              .formatted(quoted(path), claimed, stored));
    }
  }
}
