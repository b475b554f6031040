package dev.bulwark.project.inventory;

import dev.bulwark.inventory.InventoryFault;
import dev.bulwark.inventory.osv.Advisories;
import dev.bulwark.inventory.osv.AdvisoryFile;
import dev.bulwark.inventory.osv.AdvisoryImport;
import dev.bulwark.inventory.osv.Epss;
import dev.bulwark.inventory.osv.Kev;
import dev.bulwark.inventory.vex.VexStatement;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.project.workspace.Home;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The advisories of a project: files named by their digests, and an index that says which count.
/// An import writes new files first and then replaces the index in one step, so that a crash or a
/// refusal leaves what was there.
public final class AdvisoryStore {
  private static final String INDEX = "index";
  private static final String LOCK = "lock";

  private final Home home;
  private final Shell shell;
  private final Consumer<Runnable> change;

  public AdvisoryStore(Home home, Shell shell) {
    this(home, shell, Runnable::run);
  }

  /// @param change does each change of the folder
  AdvisoryStore(Home home, Shell shell, Consumer<Runnable> change) {
    this.home = home;
    this.shell = shell;
    this.change = change;
  }

  /// What is to be imported; what is left out stays as it is.
  ///
  /// @param zips as OSV publishes them; together they replace all that was there
  /// @param vex documents; together they replace all that were there
  public record Given(
      List<Path> zips, Optional<Content> kev, Optional<Content> epss, List<Content> vex) {
    public Given {
      zips = List.copyOf(zips);
      vex = List.copyOf(vex);
    }
  }

  /// A file by name, for messages.
  public record Content(Path file, Bytes bytes) {}

  /// Opens what was imported last; empty when nobody imported anything.
  ///
  /// @throws InventoryFault when it is damaged or of another format
  public OpenAdvisories open() {
    AdvisoryIndex index = index();
    if (index.equals(AdvisoryIndex.NONE)) {
      return new OpenAdvisories(Optional.empty(), List.of());
    }
    List<AdvisoryFile> files = new ArrayList<>();
    try {
      for (Digest digest : index.osv()) {
        AdvisoryFile file = AdvisoryFile.open(home.advisories().resolve(digest.hex()));
        files.add(file);
        same(file.digest(), digest);
      }
      Kev kev = index.kev().map(digest -> ScoreFiles.kev(stored(digest), shell)).orElse(Kev.NONE);
      Epss epss =
          index.epss().map(digest -> ScoreFiles.epss(stored(digest), shell)).orElse(Epss.NONE);
      List<VexStatement> statements =
          VexFiles.read(index.vex().stream().map(this::stored).toList(), shell);
      return new OpenAdvisories(Optional.of(new Advisories(files, kev, epss)), statements);
    } catch (RuntimeException e) {
      files.forEach(AdvisoryFile::close);
      throw e;
    }
  }

  /// Imports all of it or nothing.
  ///
  /// @throws InventoryFault when a file is not what it should be; nothing changed then
  public void take(Given given, Progress progress) {
    try {
      given.kev().ifPresent(content -> ScoreFiles.kev(content, shell));
      given.epss().ifPresent(content -> ScoreFiles.epss(content, shell));
    } catch (Budget.OverLimit e) {
      throw new InventoryFault(
          InventoryFault.OVER_LIMIT, e.problem() + " in --kev or --epss; nothing was imported", e);
    }
    VexFiles.read(given.vex(), shell);
    Path folder = home.makeAdvisories();
    alone(
        folder,
        () -> {
          AdvisoryIndex before = given.zips().isEmpty() ? index() : replaced();
          List<Digest> osv = new ArrayList<>(given.zips().isEmpty() ? before.osv() : List.of());
          for (Path zip : given.zips()) {
            osv.add(osv(zip, folder, progress));
          }
          return new AdvisoryIndex(
              osv.stream().distinct().toList(),
              given.kev().map(content -> kept(content, folder)).or(before::kev),
              given.epss().map(content -> kept(content, folder)).or(before::epss),
              given.vex().isEmpty()
                  ? before.vex()
                  : given.vex().stream().map(content -> kept(content, folder)).toList());
        });
  }

  /// Adds one VEX document behind those that are there; of two about the same, the later counts.
  ///
  /// @throws WorkspaceFault `request-invalid` when it is none
  public void add(Content vex) {
    VexFiles.read(List.of(vex), shell);
    Path folder = home.makeAdvisories();
    alone(
        folder,
        () -> {
          AdvisoryIndex before = index();
          List<Digest> all = new ArrayList<>(before.vex());
          Digest added = kept(vex, folder);
          all.remove(added);
          all.add(added);
          return new AdvisoryIndex(before.osv(), before.kev(), before.epss(), all);
        });
  }

  /// What the index becomes.
  private interface Change {
    AdvisoryIndex make() throws IOException;
  }

  /// New files first, then the index in one step, then away with what it no longer names.
  private void alone(Path folder, Change work) {
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw busy(folder, null);
      }
      try {
        write(folder, INDEX, Bytes.utf8(work.make().render()));
      } finally {
        sweep(folder, replaced());
      }
    } catch (OverlappingFileLockException e) {
      throw busy(folder, e);
    } catch (IOException e) {
      throw unavailable(folder, e);
    }
  }

  private static StoreFault busy(Path folder, @Nullable Exception cause) {
    return new StoreFault(
        StoreFault.UNAVAILABLE,
        "expected to be the only import into " + folder + ", found another; wait for it",
        cause);
  }

  private Digest osv(Path zip, Path folder, Progress progress) throws IOException {
    Path part = folder.resolve("part");
    try {
      change.accept(
          () ->
              AdvisoryImport.run(
                  zip,
                  part,
                  AdvisoryImport.LIMITS,
                  shell.nanoTime(),
                  records -> progress.step("importing %s, %,d records".formatted(zip, records))));
    } catch (InventoryFault e) {
      throw new InventoryFault(e.type(), zip + ": " + e.getMessage(), e);
    }
    try (AdvisoryFile file = AdvisoryFile.open(part)) {
      move(part, folder.resolve(file.digest().hex()));
      return file.digest();
    }
  }

  private Digest kept(Content content, Path folder) {
    Digest digest = Digest.of(content.bytes());
    write(folder, digest.hex(), content.bytes());
    return digest;
  }

  private Content stored(Digest digest) {
    Path file = home.advisories().resolve(digest.hex());
    try {
      Bytes bytes = Bytes.of(Files.readAllBytes(file));
      same(Digest.of(bytes), digest);
      return new Content(file, bytes);
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  private static void same(Digest found, Digest expected) {
    if (!found.equals(expected)) {
      throw damaged(null);
    }
  }

  private static InventoryFault damaged(@Nullable IOException cause) {
    return new InventoryFault(
        InventoryFault.DAMAGED,
        "expected the imported files as their index names them, found one missing or changed;"
            + " import them again",
        cause);
  }

  private AdvisoryIndex index() {
    Path file = home.advisories().resolve(INDEX);
    try {
      return AdvisoryIndex.parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      return AdvisoryIndex.NONE;
    } catch (IOException e) {
      throw unavailable(file, e);
    }
  }

  /// The index an import of zips replaces: a damaged one is replaced like none, which is how it is
  /// mended.
  private AdvisoryIndex replaced() {
    try {
      return index();
    } catch (InventoryFault e) {
      return AdvisoryIndex.NONE;
    }
  }

  /// Removes what no longer counts and what an import that failed left behind.
  private void sweep(Path folder, AdvisoryIndex index) throws IOException {
    Set<String> kept = new HashSet<>(index.names());
    kept.addAll(List.of(INDEX, LOCK));
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (!kept.contains(String.valueOf(file.getFileName()))) {
          change.accept(() -> delete(file));
        }
      }
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unavailable(file, e);
    }
  }

  private void write(Path folder, String name, Bytes bytes) {
    Path temporary = folder.resolve(name + "~");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer buffer = bytes.buffer();
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
    } catch (IOException e) {
      throw unavailable(temporary, e);
    }
    move(temporary, folder.resolve(name));
  }

  /// Into place in one step, and durably before anything else is done: what the index names must be
  /// there, and what it no longer names is removed after it.
  private void move(Path from, Path to) {
    change.accept(
        () -> {
          try {
            Files.move(
                from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel folder = FileChannel.open(home.advisories())) {
              folder.force(true);
            }
          } catch (IOException e) {
            throw unavailable(to, e);
          }
        });
  }

  private static StoreFault unavailable(Path where, IOException e) {
    return new StoreFault(
        StoreFault.UNAVAILABLE,
        "expected to read and write %s, found: %s; make room there and run the command again"
            .formatted(where, e.getClass().getSimpleName()),
        e);
  }
}
