package dev.bulwark.scan;

import dev.bulwark.scan.graph.NamedPath;
import dev.bulwark.scan.weights.Siblings;
import java.lang.foreign.MemorySegment;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The files beside one that is examined, each opened when it is asked for first. A file that was
/// named alone has none: only what is scanned is read.
final class OpenSiblings implements Siblings, AutoCloseable {
  private static final int MOST = 1_000;

  private final Path root;
  private final Path file;
  private final Map<String, Optional<OpenFile>> opened = new HashMap<>();

  OpenSiblings(Path root, Path file) {
    this.root = root;
    this.file = file;
  }

  @Override
  public Optional<MemorySegment> open(String location) {
    return opened.computeIfAbsent(location, this::file).map(OpenFile::bytes);
  }

  private Optional<OpenFile> file(String location) {
    if (root.equals(file) || opened.size() >= MOST || !NamedPath.staysInside(location)) {
      return Optional.empty();
    }
    try {
      return Optional.of(OpenFile.open(root, file.resolveSibling(location)));
    } catch (OpenFile.NotRead | InvalidPathException e) {
      return Optional.empty(); // its own scan tells that it cannot be read
    }
  }

  /// Whether an answer may depend on other files.
  boolean taken() {
    return !opened.isEmpty();
  }

  /// Fails when a file is no longer the one that was opened.
  void requireUnchanged() throws OpenFile.NotRead {
    for (Optional<OpenFile> sibling : opened.values()) {
      if (sibling.isPresent()) {
        sibling.get().requireUnchanged();
      }
    }
  }

  @Override
  public void close() {
    opened.values().forEach(sibling -> sibling.ifPresent(OpenFile::close));
  }
}
