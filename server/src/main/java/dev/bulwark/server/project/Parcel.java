package dev.bulwark.server.project;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.disk.FreeRoom;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A project's files in a zip somebody sent. Not trusted.
///
/// What is written are regular files with plain relative names and nothing else; a link in the zip
/// becomes a file that holds its target. Sizes are counted as they are unpacked. A single folder
/// around everything, as forges make it, is taken off.
final class Parcel {
  private static final String MANIFEST = "bulwark.yaml";

  /// Bytes of one folder's or file's name, and of a whole path below the folder.
  private static final int LONGEST_NAME = 255;

  private static final int LONGEST_PATH = 2048;

  /// A zip has entries for folders and for what is left out, too.
  private static final int ENTRIES_A_FILE = 4;

  private static final ByteSize MOST_DIRECTORY = ByteSize.ofMib(32);
  private static final int BUFFER = 1 << 16;

  /// What no project's file lies in: they are not looked at anyway, and hold what should not
  /// travel.
  private static final Set<String> LEFT_OUT =
      Set.of(".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".tox");

  /// What an entry takes on a disk at least.
  private static final int BLOCK = 4096;

  private final Bounds bounds;
  private final FreeRoom.Meter room;
  private final Set<String> taken = new HashSet<>();
  private int files;
  private long bytes;

  private Parcel(Bounds bounds, FreeRoom.Meter room) {
    this.bounds = bounds;
    this.room = room;
  }

  /// @param unpacked of all files together
  record Bounds(ByteSize unpacked, int files, int depth) {
    static final Bounds DEFAULT = new Bounds(ByteSize.ofGib(16), 50_000, 64);
  }

  /// What was written.
  record Content(int files, long bytes) {}

  /// Writes the files of a zip below a folder.
  ///
  /// @param target an empty folder
  /// @param room what must stay free on its disk
  /// @throws ServerFault `input-invalid` for a zip that is cut, hostile, too large or no project's;
  ///   `storage-failed`
  static Content unpack(Path zip, Path target, Bounds bounds, FreeRoom.Meter room) {
    Parcel parcel = new Parcel(bounds, room);
    try {
      parcel.requireSmall(ZipEnd.of(zip));
      try (ZipFile file = new ZipFile(zip.toFile())) {
        parcel.unpack(file, target);
      }
      return new Content(parcel.files, parcel.bytes);
    } catch (ZipException | EOFException | IllegalArgumentException e) {
      throw invalid("a whole zip of a project's folder", "one that cannot be read to its end", e);
    } catch (IOException e) {
      throw Spool.notStored(e);
    }
  }

  /// The directory is loaded whole when a zip is opened, what is left out of it among the rest.
  private void requireSmall(ZipEnd end) {
    if (end.entries() > mostEntries() || end.bytes() > MOST_DIRECTORY.bytes()) {
      throw tooLarge(
          "a zip of at most %,d entries and %s of directory"
              .formatted(mostEntries(), MOST_DIRECTORY));
    }
  }

  private long mostEntries() {
    return (long) ENTRIES_A_FILE * bounds.files();
  }

  private void unpack(ZipFile file, Path target) throws IOException {
    String around = around(file);
    long seen = 0;
    for (ZipEntry entry : each(file)) {
      seen++;
      if (seen > mostEntries()) {
        throw tooLarge("a zip of at most %,d entries".formatted(mostEntries()));
      }
      String name = entry.getName().substring(around.length());
      if (!entry.isDirectory() && isOurs(name)) {
        try (InputStream in = file.getInputStream(entry)) {
          write(name, entry, in, target);
        }
      }
    }
  }

  private static Iterable<ZipEntry> each(ZipFile file) {
    return () -> file.stream().<ZipEntry>map(entry -> entry).iterator();
  }

  /// The one folder everything lies in, with a slash at the end; empty when the manifest is at the
  /// top.
  private static String around(ZipFile file) {
    if (file.getEntry(MANIFEST) != null) {
      return "";
    }
    String first = file.stream().findFirst().map(ZipEntry::getName).orElse("");
    String folder = first.substring(0, first.indexOf('/') + 1);
    boolean single =
        !folder.isEmpty()
            && file.getEntry(folder + MANIFEST) != null
            && file.stream().allMatch(entry -> entry.getName().startsWith(folder));
    if (!single) {
      throw invalid(
          "the file bulwark.yaml at the top of the zip, or in the one folder it holds",
          "none",
          null);
    }
    return folder;
  }

  private static boolean isOurs(String name) {
    return List.of(name.split("/", -1)).stream().noneMatch(LEFT_OUT::contains);
  }

  private void write(String name, ZipEntry entry, InputStream in, Path target) throws IOException {
    String problem = problem(name);
    if (!problem.isEmpty()) {
      throw invalid("files with plain names inside the folder", shown(name) + ", " + problem, null);
    }
    files++;
    if (files > bounds.files()) {
      throw tooLarge("at most " + bounds.files() + " files");
    }
    Path file = target.resolve(name);
    room.add(BLOCK);
    try {
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
        copy(in, out, entry);
      }
    } catch (FileAlreadyExistsException e) {
      throw invalid("each name once", shown(name) + " as a file and as a folder", e);
    }
  }

  /// `ZipFile` itself compares neither size nor checksum.
  private void copy(InputStream in, OutputStream out, ZipEntry entry) throws IOException {
    byte[] buffer = new byte[BUFFER];
    CRC32 checksum = new CRC32();
    long size = 0;
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      bytes += read;
      size += read;
      if (bytes > bounds.unpacked().bytes()) {
        throw tooLarge("at most " + bounds.unpacked() + " unpacked");
      }
      room.add(read);
      checksum.update(buffer, 0, read);
      out.write(buffer, 0, read);
    }
    if (size != entry.getSize() || checksum.getValue() != entry.getCrc()) {
      throw invalid(
          "files of the size and checksum the zip says",
          shown(entry.getName()) + " of another; send it again",
          null);
    }
  }

  /// What is wrong with a name; empty when nothing is.
  private String problem(String name) {
    String[] parts = name.split("/", -1);
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      return "which is too long";
    }
    if (parts.length > bounds.depth()) {
      return "deeper than " + bounds.depth() + " folders";
    }
    for (String part : parts) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return "which leads elsewhere";
      }
      if (part.equals(".bulwark")) {
        return "which holds keys and evidence of its own; leave it out";
      }
      if (part.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME
          || part.chars().anyMatch(Parcel::isOdd)) {
        return "which is too long or has characters that are not for names";
      }
    }
    if (!isPath(name)) {
      return "which cannot be a file here";
    }
    String folded =
        Normalizer.normalize(name, Normalizer.Form.NFC)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
    return taken.add(folded) ? "" : "which is there twice, in this case or another";
  }

  private static boolean isOdd(int character) {
    return character < ' ' || character == 0x7f || character == '\\' || character == ':';
  }

  private static boolean isPath(String name) {
    try {
      return !Path.of(name).isAbsolute();
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static String shown(String name) {
    return "\"" + Place.printable(name.length() > 80 ? name.substring(0, 80) + "…" : name) + "\"";
  }

  private static ServerFault tooLarge(String most) {
    return new ServerFault(
        ServerFault.TOO_LARGE,
        "expected "
            + most
            + ", found more; large models go to the registry, not along with the files");
  }

  private static ServerFault invalid(
      String expected, String found, @org.jspecify.annotations.Nullable Exception cause) {
    return new ServerFault(ServerFault.INVALID, "expected " + expected + ", found " + found, cause);
  }
}
