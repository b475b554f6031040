package dev.bulwark.inventory.osv;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.bulwark.inventory.InventoryFault;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// The advisories of one import, looked up by package in a mapped file. Whole at opening: every
/// byte is under a digest at its end. Whoever can write the file decides what is known, and can
/// make a new digest; keep it where only the importer writes. May be used from several threads.
public final class AdvisoryFile implements AutoCloseable {
  static final String MAGIC = "BWADV002";
  private static final int TRAILER = 8 + 4 + 4 + 4 + 8 + Digest.SIZE;
  private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Arena arena;
  private final MemorySegment bytes;
  private final long directory;
  private final Imported imported;
  private final Digest digest;

  private AdvisoryFile(
      Arena arena, MemorySegment bytes, long directory, Imported imported, Digest digest) {
    this.arena = arena;
    this.bytes = bytes;
    this.directory = directory;
    this.imported = imported;
    this.digest = digest;
  }

  static String key(String ecosystem, String name) {
    return ecosystem + "\n" + name;
  }

  static void writeTrailer(Imported imported, long directory, DataOutput out) throws IOException {
    out.writeLong(directory);
    out.writeInt(imported.packages());
    out.writeInt(imported.advisories());
    out.writeInt(imported.withdrawn());
    out.writeLong(imported.newest().toEpochMilli());
    out.write(imported.source().value().toArray());
  }

  /// Opens a file {@link AdvisoryImport} wrote.
  ///
  /// @throws InventoryFault when it is none, is of a later version or is damaged
  public static AdvisoryFile open(Path file) {
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
      return checked(arena, bytes);
    } catch (IOException e) {
      arena.close();
      throw new InventoryFault(
          InventoryFault.NO_ADVISORIES,
          "expected an advisory file, found "
              + e.getClass().getSimpleName()
              + "; import the zip OSV publishes",
          e);
    } catch (InventoryFault e) {
      arena.close();
      throw e;
    }
  }

  private static AdvisoryFile checked(Arena arena, MemorySegment bytes) {
    long size = bytes.byteSize();
    String magic =
        size < MAGIC.length()
            ? ""
            : new String(
                bytes.asSlice(0, MAGIC.length()).toArray(JAVA_BYTE), StandardCharsets.US_ASCII);
    if (!magic.startsWith("BWADV")) {
      throw new InventoryFault(
          InventoryFault.NO_ADVISORIES,
          "expected an advisory file, found something else; import the zip OSV publishes");
    }
    if (!magic.equals(MAGIC)) {
      throw new InventoryFault(
          InventoryFault.UNKNOWN_FORMAT,
          "expected an advisory file of version 002, found another; import the zip again");
    }
    long end = size - TRAILER - Digest.SIZE;
    if (end < MAGIC.length() || !whole(bytes)) {
      throw damaged("its digest does not match");
    }
    long directory = bytes.get(LONG, end);
    int packages = bytes.get(INT, end + 8);
    if (directory < 0 || packages < 0 || directory + 8L * packages != end) {
      throw damaged("its directory lies outside");
    }
    Imported imported =
        new Imported(
            bytes.get(INT, end + 12),
            bytes.get(INT, end + 16),
            packages,
            Instant.ofEpochMilli(bytes.get(LONG, end + 20)),
            new Digest(Bytes.of(bytes.asSlice(end + 28, Digest.SIZE).toArray(JAVA_BYTE))));
    Digest digest =
        new Digest(Bytes.of(bytes.asSlice(size - Digest.SIZE, Digest.SIZE).toArray(JAVA_BYTE)));
    return new AdvisoryFile(arena, bytes, directory, imported, digest);
  }

  private static boolean whole(MemorySegment bytes) {
    MessageDigest sha256 = Digest.sha256();
    long end = bytes.byteSize() - Digest.SIZE;
    for (long at = 0; at < end; at += 1 << 20) {
      sha256.update(bytes.asSlice(at, Math.min(1 << 20, end - at)).asByteBuffer());
    }
    return MessageDigest.isEqual(
        sha256.digest(), bytes.asSlice(end, Digest.SIZE).toArray(JAVA_BYTE));
  }

  private static InventoryFault damaged(String how) {
    return new InventoryFault(
        InventoryFault.DAMAGED,
        "expected a whole advisory file, found a damaged one: " + how + "; import the zip again");
  }

  public Imported imported() {
    return imported;
  }

  /// The digest of everything in the file: what answers depend on.
  public Digest digest() {
    return digest;
  }

  /// The advisories that name the package, in the order of the import.
  ///
  /// @param ecosystem with its release where it has one: `Debian:12`
  public List<Advisory> find(String ecosystem, String name) {
    String key = key(ecosystem, Ecosystem.normalName(ecosystem, name));
    int index = firstNotBefore(key);
    if (index == imported.packages()) {
      return List.of();
    }
    long entry = entry(index);
    return keyAt(entry).equals(key) ? advisories(entry) : List.of();
  }

  /// Whether the import had any package of the ecosystem.
  public boolean covers(String ecosystem) {
    int index = firstNotBefore(key(ecosystem, ""));
    return index < imported.packages() && keyAt(entry(index)).startsWith(key(ecosystem, ""));
  }

  /// Whether the ecosystem is divided into releases here.
  boolean isReleased(String ecosystem) {
    int index = firstNotBefore(ecosystem + ":");
    return index < imported.packages() && keyAt(entry(index)).startsWith(ecosystem + ":");
  }

  /// Every ecosystem the import had packages of, with their releases (`Debian:12`), sorted.
  public SortedSet<String> ecosystems() {
    TreeSet<String> all = new TreeSet<>();
    int index = 0;
    while (index < imported.packages()) {
      String key = keyAt(entry(index));
      String ecosystem = key.substring(0, key.indexOf('\n'));
      all.add(ecosystem);
      // The next one begins behind every name of this one.
      index = firstNotBefore(ecosystem + (char) ('\n' + 1));
    }
    return all;
  }

  /// The advisories with an id, their own or an alias. Reads every record, for people who look one
  /// up.
  public List<Advisory> named(String id) {
    List<Advisory> all = new ArrayList<>();
    long at = MAGIC.length();
    for (int number = 0; number < imported.advisories(); number++) {
      Advisory advisory = advisory(at);
      if (advisory.id().equals(id) || advisory.aliases().contains(id)) {
        all.add(advisory);
      }
      at += 4L + bytes.get(INT, at);
    }
    return all;
  }

  /// The table is sorted as Java sorts strings.
  private int firstNotBefore(String key) {
    int low = 0;
    int high = imported.packages();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keyAt(entry(middle)).compareTo(key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private long entry(int index) {
    return bytes.get(LONG, directory + 8L * index);
  }

  private String keyAt(long entry) {
    return new String(
        bytes.asSlice(entry + 4, bytes.get(INT, entry)).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
  }

  private List<Advisory> advisories(long entry) {
    long at = entry + 4 + bytes.get(INT, entry);
    int count = bytes.get(INT, at);
    List<Advisory> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      all.add(advisory(bytes.get(LONG, at + 4 + 8L * i)));
    }
    return all;
  }

  private Advisory advisory(long offset) {
    byte[] record = bytes.asSlice(offset + 4, bytes.get(INT, offset)).toArray(JAVA_BYTE);
    try {
      return Codec.read(new DataInputStream(new ByteArrayInputStream(record)));
    } catch (IOException e) {
      throw new InventoryFault(
          InventoryFault.DAMAGED,
          "expected an advisory at " + offset + ", found other bytes; import the zip again",
          e);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
