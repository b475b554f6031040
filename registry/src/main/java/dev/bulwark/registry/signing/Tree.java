package dev.bulwark.registry.signing;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The regular files of a folder, or one file, as a signature lists them.
///
/// @param root the folder or file itself, links above it resolved
/// @param isFile whether the tree is one file, called `.`
/// @param files in the order of a manifest
/// @param skipped files below a name that is passed over
record Tree(Path root, boolean isFile, List<TreeFile> files, List<Skipped> skipped) {
  static final int MAX_ENTRIES = 1_000_000;
  private static final int MAX_DEPTH = 100;

  /// @param size as the file system said before it was read
  record TreeFile(String name, Path path, long size) {}

  record Skipped(String name, String entry) {}

  Tree {
    files = List.copyOf(files);
    skipped = List.copyOf(skipped);
  }

  /// Walks a tree.
  ///
  /// @throws Refusal for links, special files, names that are not UTF-8 and trees over a limit
  /// @throws SigningFault `tree-missing`, `tree-unreadable`
  static Tree walk(Path path, IgnoreList ignored, boolean allowSymlinks) {
    try {
      Path root = path.toRealPath();
      BasicFileAttributes kind = Files.readAttributes(root, BasicFileAttributes.class);
      if (kind.isRegularFile()) {
        TreeFile self = new TreeFile(TreeName.SELF, root, kind.size());
        return new Tree(root, true, List.of(self), List.of());
      }
      if (!kind.isDirectory()) {
        throw new Refusal(Reason.SPECIAL_FILE, "expected a file or a folder at " + path);
      }
      return new Walk(root, ignored, allowSymlinks).tree();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  private static SigningFault unreadable(Path path, IOException cause) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
        ? new SigningFault(
            SigningFault.TREE_UNREADABLE,
            "expected to read %s whole, found that %s cannot be read (%s); nothing is said about the tree"
                .formatted(path, place(cause, path), cause.getClass().getSimpleName()),
            cause)
        : new SigningFault(
            SigningFault.TREE_MISSING, "expected a file or folder at " + path + ", found none");
  }

  private static String place(IOException cause, Path path) {
    return cause instanceof java.nio.file.FileSystemException fault && fault.getFile() != null
        ? Place.printable(String.valueOf(fault.getFile()))
        : path.toString();
  }

  /// One walk, top down, without recursion.
  private static final class Walk {
    private final Path root;
    private final IgnoreList ignored;
    private final boolean allowSymlinks;
    private final List<TreeFile> files = new ArrayList<>();
    private final List<Skipped> skipped = new ArrayList<>();
    private final List<Folder> open = new ArrayList<>();
    private int entries;

    private record Folder(Path path, String name, int depth) {}

    Walk(Path root, IgnoreList ignored, boolean allowSymlinks) {
      this.root = root;
      this.ignored = ignored;
      this.allowSymlinks = allowSymlinks;
    }

    Tree tree() throws IOException {
      open.add(new Folder(root, "", 0));
      while (!open.isEmpty()) {
        list(open.removeLast());
      }
      files.sort(Comparator.comparing(file -> TreeName.order(file.name())));
      return new Tree(root, false, files, skipped);
    }

    private void list(Folder folder) throws IOException {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder.path())) {
        for (Path path : stream) {
          String own = ownName(path);
          String name = folder.name().isEmpty() ? own : folder.name() + "/" + own;
          if (++entries > MAX_ENTRIES || folder.depth() >= MAX_DEPTH) {
            throw new Refusal(
                Reason.OVER_LIMIT,
                "expected at most %,d entries, %d deep, found more"
                    .formatted(MAX_ENTRIES, MAX_DEPTH));
          }
          visit(path, name, folder.depth() + 1);
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      }
    }

    private void visit(Path path, String name, int depth) throws IOException {
      BasicFileAttributes kind =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      Optional<String> entry = ignored.match(name);
      if (kind.isDirectory()) {
        open.add(new Folder(path, name, depth));
      } else if (entry.isPresent()) {
        skipped.add(new Skipped(name, entry.get()));
      } else if (kind.isSymbolicLink()) {
        files.add(behindLink(path, name));
      } else if (kind.isRegularFile()) {
        files.add(new TreeFile(name, path, kind.size()));
      } else {
        throw new Refusal(
            Reason.SPECIAL_FILE,
            "expected regular files and folders, found something else",
            List.of(name));
      }
    }

    /// A link to a file inside the tree reads as that file; OMS does not descend into folders
    /// behind links, so what lies there would be covered by nothing.
    private TreeFile behindLink(Path link, String name) throws IOException {
      if (!allowSymlinks) {
        throw new Refusal(
            Reason.SYMLINK,
            "expected no symbolic links, found one; they are followed only when the signature and the caller both allow it",
            List.of(name));
      }
      if (!Files.exists(link)) {
        throw new Refusal(
            Reason.SYMLINK, "expected a link to a file, found a broken one", List.of(name));
      }
      Path target = link.toRealPath();
      BasicFileAttributes kind = Files.readAttributes(target, BasicFileAttributes.class);
      if (!target.startsWith(root) || !kind.isRegularFile()) {
        throw new Refusal(
            Reason.SYMLINK,
            "expected links to regular files inside the tree, found one that leads elsewhere",
            List.of(name));
      }
      return new TreeFile(name, target, kind.size());
    }
  }

  /// The last component as UTF-8, from the file system's own bytes: the decoded text depends on the
  /// locale.
  private static String ownName(Path path) {
    String text = String.valueOf(path.getFileName());
    if (text.chars().allMatch(c -> c > 0 && c < 0x80 && c != '?')) {
      return text;
    }
    String raw = path.toUri().getRawPath();
    String trimmed = raw.endsWith("/") ? raw.substring(0, raw.length() - 1) : raw;
    return utf8(trimmed.substring(trimmed.lastIndexOf('/') + 1));
  }

  private static String utf8(String escaped) {
    ByteBuffer bytes = ByteBuffer.allocate(escaped.length());
    for (int i = 0; i < escaped.length(); i++) {
      if (escaped.charAt(i) == '%') {
        bytes.put((byte) Integer.parseInt(escaped, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.put((byte) escaped.charAt(i));
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw new Refusal(
          Reason.NAME_UNSAFE, "expected names in UTF-8, found another", List.of(escaped));
    }
  }
}
