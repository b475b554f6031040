package dev.bulwark.project.scan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Something to scan: a folder, a file, or what came in by standard input.
///
/// @param root the folder or the file
/// @param prefix what its files' names begin with in a report: as the argument was given
public record Target(Path root, String prefix) {
  /// The argument that stands for standard input.
  public static final String STDIN = "-";

  /// More cannot come in by a pipe.
  private static final long MAX_PIPED = 64L << 30;

  private static final int CHUNK = 1 << 16;

  /// The targets that arguments name.
  ///
  /// @throws ScanFault when some do not exist; all of them are named
  public static List<Target> of(List<String> arguments) {
    List<Target> targets = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String argument : arguments) {
      Path path = Path.of(argument);
      if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        missing.add(argument);
      } else if (Files.isDirectory(path)) {
        targets.add(new Target(path, prefix(argument)));
      } else {
        targets.add(new Target(path, parent(path)));
      }
    }
    if (!missing.isEmpty()) {
      throw new ScanFault(
          ScanFault.NOTHING,
          "expected files or folders, found nothing at "
              + String.join(", ", missing)
              + "; check the names, or give - to scan standard input");
    }
    return targets;
  }

  /// A folder's files are named below it; the folder one stands in is not worth naming.
  private static String prefix(String folder) {
    String plain = folder.replace('\\', '/').replaceAll("/+$", "");
    return plain.equals(".") ? "" : plain.isEmpty() ? "/" : plain + "/";
  }

  private static String parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? "" : prefix(parent.toString());
  }

  /// Copies standard input to a file, because formats are read from their ends as well.
  ///
  /// @param folder a private folder of this process
  /// @throws ScanFault when it cannot be kept, or does not end
  public static Target piped(InputStream in, Path folder) {
    Path file = folder.resolve("stdin");
    try (var out = Files.newOutputStream(file)) {
      byte[] chunk = new byte[CHUNK];
      long total = 0;
      for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
        total += count;
        if (total > MAX_PIPED) {
          throw new ScanFault(
              ScanFault.UNREADABLE,
              "expected at most 64 GiB on standard input, found more; save it to a file first");
        }
        out.write(chunk, 0, count);
      }
    } catch (IOException e) {
      throw new ScanFault(
          ScanFault.UNREADABLE,
          "expected to keep standard input in a temporary file, found: "
              + e.getClass().getSimpleName()
              + "; make room, or save it to a file and scan that",
          e);
    }
    return new Target(file, "");
  }
}
