package dev.bulwark.server.backup;

import dev.bulwark.kernel.bytes.Digest;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What a backup says of itself before its files.
///
/// @param made when, in RFC 3339
/// @param form of the database
/// @param files in the order they come
record Contents(String made, int form, List<SystemLine> systems, List<FileLine> files) {
  /// The file of the database's rows.
  static final String ROWS = "database.rows";

  /// The file of the settings.
  static final String SETTINGS = "bulwark-server.yaml";

  private static final Pattern NAME =
      Pattern.compile(
          "(?!\\.{1,2}(/|$))[^/\\x00-\\x1f]{1,255}(/(?!\\.{1,2}(/|$))[^/\\x00-\\x1f]{1,255}){0,100}");
  private static final int MOST_FILES = 2_000_000;
  private static final int MOST_SYSTEMS = 100_000;

  Contents {
    systems = List.copyOf(systems);
    files = List.copyOf(files);
  }

  /// A system's ledger as it was copied.
  ///
  /// @param size entries; -1 while it has no ledger
  record SystemLine(String id, long size, String root) {}

  /// @param mode as POSIX writes it, `rw-------`
  record FileLine(String name, long size, Digest digest, String mode) {}

  /// @throws IOException for what {@link #read} would refuse
  void write(DataOutputStream out) throws IOException {
    bounded(systems.size(), MOST_SYSTEMS);
    bounded(files.size(), MOST_FILES);
    Set<String> names = new HashSet<>();
    for (FileLine file : files) {
      requireName(file.name(), names);
    }
    out.writeUTF(made);
    out.writeInt(form);
    out.writeInt(systems.size());
    for (SystemLine system : systems) {
      out.writeUTF(system.id());
      out.writeLong(system.size());
      out.writeUTF(system.root());
    }
    out.writeInt(files.size());
    for (FileLine file : files) {
      out.writeUTF(file.name());
      out.writeLong(file.size());
      out.writeUTF(file.digest().hex());
      out.writeUTF(file.mode());
    }
  }

  static Contents read(DataInputStream in) throws IOException {
    String made = in.readUTF();
    int form = in.readInt();
    List<SystemLine> systems = new ArrayList<>();
    for (int i = bounded(in.readInt(), MOST_SYSTEMS); i > 0; i--) {
      systems.add(new SystemLine(in.readUTF(), in.readLong(), in.readUTF()));
    }
    List<FileLine> files = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = bounded(in.readInt(), MOST_FILES); i > 0; i--) {
      String name = in.readUTF();
      requireName(name, names);
      files.add(new FileLine(name, in.readLong(), digest(in.readUTF()), in.readUTF()));
    }
    if (!names.contains(ROWS)) {
      throw new IOException("no rows of a database");
    }
    return new Contents(made, form, systems, files);
  }

  private static void requireName(String name, Set<String> before) throws IOException {
    if (!NAME.matcher(name).matches() || !before.add(name)) {
      throw new IOException(
          "a file's name that leads elsewhere, is deeper than 101, has control characters or comes"
              + " twice");
    }
  }

  private static Digest digest(String hex) throws IOException {
    try {
      return Digest.ofHex(hex);
    } catch (IllegalArgumentException e) {
      throw new IOException("a digest that is none", e);
    }
  }

  private static int bounded(int count, int most) throws IOException {
    if (count < 0 || count > most) {
      throw new IOException("more systems or files than the %d a backup has".formatted(most));
    }
    return count;
  }
}
