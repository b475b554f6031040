package dev.bulwark.server.project;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.server.ServerFault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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
  private static final int LONGEST_NAME = 255;
  private static final int BUFFER = 1 << 16;

  /// What no project's file lies in: they are not looked at anyway, and hold what should not
  /// travel.
  private static final Set<String> LEFT_OUT =
      Set.of(".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".tox");

  private final Bounds bounds;
  private final Set<String> taken = new HashSet<>();
  private int files;
  private long bytes;

  private Parcel(Bounds bounds) {
    this.bounds = bounds;
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
  /// @throws ServerFault `input-invalid` for a zip that is cut, hostile, too large or no project's
  static Content unpack(Path zip, Path target, Bounds bounds) {
    Parcel parcel = new Parcel(bounds);
    try (ZipFile file = new ZipFile(zip.toFile())) {
      List<ZipEntry> entries = new ArrayList<>(Collections.list(file.entries()));
      String around = around(entries);
      for (ZipEntry entry : entries) {
        String name = entry.getName().substring(around.length());
        if (!entry.isDirectory() && isOurs(name)) {
          try (InputStream in = file.getInputStream(entry)) {
            parcel.write(name, in, target);
          }
        }
      }
      return new Content(parcel.files, parcel.bytes);
    } catch (ZipException | IllegalArgumentException e) {
      throw invalid("a whole zip of a project's folder", "one that cannot be read to its end", e);
    } catch (IOException e) {
      throw Spool.notStored(e);
    }
  }

  /// The one folder everything lies in, with a slash at the end; empty when the manifest is at the
  /// top.
  private static String around(List<ZipEntry> entries) {
    List<String> manifests =
        entries.stream()
            .map(ZipEntry::getName)
            .filter(name -> name.equals(MANIFEST) || name.endsWith("/" + MANIFEST))
            .toList();
    if (manifests.contains(MANIFEST)) {
      return "";
    }
    for (String manifest : manifests) {
      String folder = manifest.substring(0, manifest.length() - MANIFEST.length());
      boolean single = folder.indexOf('/') == folder.length() - 1;
      if (single && entries.stream().allMatch(entry -> entry.getName().startsWith(folder))) {
        return folder;
      }
    }
    throw invalid(
        "the file bulwark.yaml at the top of the zip, or in the one folder it holds", "none", null);
  }

  private static boolean isOurs(String name) {
    return List.of(name.split("/", -1)).stream().noneMatch(LEFT_OUT::contains);
  }

  private void write(String name, InputStream in, Path target) throws IOException {
    String problem = problem(name);
    if (!problem.isEmpty()) {
      throw invalid("files with plain names inside the folder", shown(name) + ", " + problem, null);
    }
    files++;
    if (files > bounds.files()) {
      throw tooLarge("at most " + bounds.files() + " files");
    }
    Path file = target.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
        copy(in, out);
      }
    } catch (FileAlreadyExistsException e) {
      throw invalid("each name once", shown(name) + " as a file and as a folder", e);
    }
  }

  private void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      bytes += read;
      if (bytes > bounds.unpacked().bytes()) {
        throw tooLarge("at most " + bounds.unpacked() + " unpacked");
      }
      out.write(buffer, 0, read);
    }
  }

  /// What is wrong with a name; empty when nothing is.
  private String problem(String name) {
    String[] parts = name.split("/", -1);
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
      if (part.length() > LONGEST_NAME || part.chars().anyMatch(Parcel::isOdd)) {
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
