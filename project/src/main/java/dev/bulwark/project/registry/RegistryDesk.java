package dev.bulwark.project.registry;

import dev.bulwark.inventory.LockFiles;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.project.Shell;
import dev.bulwark.project.inventory.AdvisoryStore;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.Workspace;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.intake.Intake;
import dev.bulwark.registry.intake.Revisit;
import dev.bulwark.registry.release.Book;
import dev.bulwark.registry.release.Erasing;
import dev.bulwark.registry.release.Passes;
import dev.bulwark.registry.release.Recheck;
import dev.bulwark.registry.release.Registrar;
import dev.bulwark.registry.release.Releases;
import dev.bulwark.registry.release.SealedGrants;
import dev.bulwark.registry.seal.KeyEncryption;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.registry.seal.Pkcs11Key;
import dev.bulwark.registry.seal.ScrubReport;
import dev.bulwark.registry.seal.SealedStore;
import dev.bulwark.registry.signing.TreeHasher;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import dev.bulwark.registry.state.Version.State;
import dev.bulwark.registry.update.Ports;
import dev.bulwark.registry.update.SignedRelease;
import dev.bulwark.registry.update.UpdateRun;
import dev.bulwark.scan.FolderScan;
import dev.bulwark.scan.ModelFileScanner;
import dev.bulwark.store.FileBlobStore;
import dev.bulwark.store.FileObjectStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/// A project's registry, open for writing, like its evidence: at most one process at a time.
///
/// ```
/// .bulwark/registry/sealed    objects, packing lists, wrapped keys
/// .bulwark/registry/grants    data keys sealed to environments
/// .bulwark/registry/desired   what each environment should run, to be copied out
/// ```
public final class RegistryDesk implements AutoCloseable {
  private static final String DESIRED = "desired";
  private static final ByteSize LARGEST_FILE = new ByteSize(1L << 43);

  private final Shell shell;
  private final Home home;
  private final Workspace workspace;
  private final RegistryKeys keyFiles;
  private final List<KeyEncryption> keys;
  private final SealedStore store;
  private final SecureRandom random = new SecureRandom();
  private final ComponentExaminer components;

  private RegistryDesk(Shell shell, Home home, Workspace workspace) {
    this.shell = shell;
    this.home = home;
    this.workspace = workspace;
    this.components = new ComponentExaminer(new AdvisoryStore(home, shell), shell);
    this.keyFiles = new RegistryKeys(home.registryKey(), KeySecrets.at(shell.terminal()), random);
    ObjectStore objects = home.stores().sealed();
    this.keys = open(keyFiles, objects);
    this.store =
        new SealedStore(
            new LeasedObjects(objects, workspace.log()::requireLease), keys, random, LARGEST_FILE);
  }

  /// @throws dev.bulwark.project.workspace.WorkspaceFault `workspace-none`
  public static RegistryDesk open(Home home, Shell shell) {
    Workspace workspace = Workspace.open(home, shell);
    try {
      RegistryDesk desk = new RegistryDesk(shell, home, workspace);
      Workbench.of(home.registry()).clear();
      desk.publishBehind();
      return desk;
    } catch (RuntimeException e) {
      workspace.close();
      throw e;
    }
  }

  /// The keys that wrap all others, the first made when there is no registry yet.
  private static List<KeyEncryption> open(RegistryKeys files, ObjectStore objects) {
    if (!files.exist() && objects.names().stream().noneMatch(name -> name.startsWith("keys/"))) {
      files.create();
    }
    return files.open();
  }

  /// Wraps every version's key by a new key in a file, under a passphrase when the present one is;
  /// no object is read.
  ///
  /// @return what was done
  public SealedStore.Rotated rotate(Consumer<String> progress) {
    return rotate(keyFiles.begin(keys), progress);
  }

  /// Wraps every version's key by a new key in a file; no object is read.
  ///
  /// @param variable the environment variable its passphrase is found in; empty for none
  public SealedStore.Rotated moveToFile(Optional<String> variable, Consumer<String> progress) {
    return rotate(keyFiles.begin(variable, keys), progress);
  }

  /// Wraps every version's key by a key in a token; no object is read.
  ///
  /// @param made whether to make the key in the token first
  /// @throws dev.bulwark.registry.seal.SealFault `key-token-unavailable`
  public SealedStore.Rotated moveToToken(
      Path library, long slot, String key, String pinEnv, boolean made, Consumer<String> progress) {
    TokenReference token = new TokenReference(library, slot, key, pinEnv);
    return rotate(keyFiles.begin(token, keys, made), progress);
  }

  private SealedStore.Rotated rotate(KeyEncryption next, Consumer<String> progress) {
    SealedStore.Rotated rotated = store.rotate(next, (name, _) -> progress.accept(name));
    if (rotated.left().isEmpty()) {
      workspace.log().requireLease();
      keyFiles.end(keys);
    }
    return rotated;
  }

  /// The keys that open the registry now, for people; the first wraps.
  public List<String> keyNames() {
    return keys.stream().map(Object::toString).toList();
  }

  /// Reads every stored byte of every version and mends what it can from a copy of the registry.
  public ScrubReport scrub(Optional<Path> replica, Consumer<String> progress) {
    return store.scrub(
        state().versions().values().stream()
            .filter(it -> it.state() != State.ERASED)
            .map(version -> new SealedStore.Live(version.key(), version.list()))
            .toList(),
        replica.map(folder -> FileObjectStore.open(sealed(folder))),
        (name, _) -> progress.accept(name));
  }

  /// What a sweep did, or would do.
  ///
  /// @param halfWritten files a crash left before they had a name, with their bytes
  public record Swept(Erasing.Swept known, SortedMap<String, Long> halfWritten) {}

  /// Erases what the rules let go, ends what was cut off, takes away what nobody needs.
  ///
  /// @param dry only says what it would do
  public Swept sweep(boolean dry, Consumer<String> progress) {
    Optional<FileObjectStore> files =
        home.stores().sealed() instanceof FileObjectStore store
            ? Optional.of(store)
            : Optional.empty();
    SortedMap<String, Long> halfWritten =
        files.map(FileObjectStore::halfWritten).orElseGet(TreeMap::new);
    Erasing.Swept swept = erasing().sweep(dry, (name, _) -> progress.accept(name));
    if (!dry) {
      workspace.log().requireLease();
      files.ifPresent(FileObjectStore::sweep);
    }
    return new Swept(swept, halfWritten);
  }

  public Erasing erasing() {
    return new Erasing(book(), store, grants());
  }

  private SealedGrants grants() {
    return new SealedGrants(store, FileBlobStore.open(home.registry()), random);
  }

  static Path sealed(Path registry) {
    return registry.resolve("sealed");
  }

  public RegistryState state() {
    return RegistryState.at(workspace.evidence(), shell.clock().instant());
  }

  public Workspace workspace() {
    return workspace;
  }

  public SealedStore store() {
    return store;
  }

  public Intake intake() {
    int parallel = Runtime.getRuntime().availableProcessors();
    ModelFileScanner scanner =
        new ModelFileScanner(dev.bulwark.project.Version.NUMBER, Limits.DEFAULT, shell.nanoTime());
    return new Intake(
        workspace.log(),
        workspace.judge(),
        store,
        components.after(
            new ScanExaminer(new FolderScan(scanner, parallel), Workbench.of(home.registry()))),
        shell.clock(),
        random);
  }

  /// The files of a ready version, each with a copy that is verified to its end.
  ///
  /// @throws dev.bulwark.registry.RegistryFault `registry-unknown`, `registry-conflict`
  public SequencedMap<String, Unpacked.Copy> pull(VersionId id) {
    SequencedMap<String, Unpacked.Copy> files = new LinkedHashMap<>();
    for (PackingList.Item item : intake().ready(id).items()) {
      files.put(item.name(), channel -> store.copy(item, channel));
    }
    return files;
  }

  /// The lock files of a version, whatever its state, as they lie under seal.
  public LockFiles lockFiles(dev.bulwark.registry.state.Version version) {
    return new StoredLockFiles(version, intake().stored(version));
  }

  private Book book() {
    return new Book(
        workspace.log(),
        workspace.judge(),
        "urn:bulwark:judge:" + workspace.judge().id(),
        shell.clock());
  }

  /// @throws dev.bulwark.project.workspace.WorkspaceFault `workspace-ledger-put-back` when a pass
  ///   was made under a longer ledger
  public Releases releases() {
    passes().requireNoneAhead(home.registry().resolve(DESIRED), workspace.log().size());
    return new Releases(book(), grants());
  }

  private Desired passes() {
    return new Desired(WorkspaceReader.open(home).ledger(), workspace.log().root());
  }

  public Registrar registrar() {
    return new Registrar(book());
  }

  /// Asks again about what runs: first looks at what a crash kept anybody from looking at, then
  /// what is known by now to be wrong with it, then every gate.
  public List<Recheck.Standing> recheck() {
    state().environments().values().forEach(releases()::look);
    RegistryState state = state();
    List<dev.bulwark.registry.state.Version> deployed =
        state.environments().values().stream()
            .flatMap(environment -> environment.versions().stream())
            .distinct()
            .sorted()
            .map(state::version)
            .toList();
    new Revisit(workspace.log(), workspace.judge(), intake(), components.vulnerabilities())
        .all(deployed);
    return new Recheck(book()).all();
  }

  /// Passes over the channels.
  UpdateRun updates(Ports ports) {
    return new UpdateRun(
        book(),
        intake(),
        releases(),
        ports,
        new SignedRelease(new TreeHasher(Runtime.getRuntime().availableProcessors(), _ -> {})));
  }

  /// Lays a project out with a version in place of the files it would replace, for as long as some
  /// work takes.
  ///
  /// @param place the folder of the project that the version's files replace
  public void stage(Path project, String place, Version version, Consumer<Path> work) {
    Workbench.of(home.registry())
        .rehearsal(
            stage -> {
              Stage.project(project, home.root(), place, stage.path());
              pull(version.id()).forEach((name, copy) -> stage.file(place + "/" + name, copy));
              work.accept(stage.path());
            });
  }

  /// Why nothing can be laid out in that place of a project; empty when it can.
  public static Optional<String> unfit(Path project, String place) {
    return Stage.unfit(project, place);
  }

  static Path desired(Path registry, String environment) {
    return registry.resolve(DESIRED).resolve(environment + ".pass");
  }

  /// Writes out what every environment should run, as the ledger has it now.
  public void publish() {
    publish((_, _) -> true);
  }

  /// The same where the file is behind the ledger, at every opening: a crash after a move is mended
  /// by the next command.
  private void publishBehind() {
    long entries = workspace.log().size();
    publish((desired, file) -> !desired.isOf(file, entries));
  }

  private void publish(BiPredicate<Desired, Path> wanted) {
    RegistryState state = state();
    Passes passes = new Passes(workspace.log());
    Desired desired = passes();
    for (Environment environment : state.environments().values()) {
      Path file = desired(home.registry(), environment.name());
      if (wanted.test(desired, file)) {
        passes.of(state, environment).ifPresent(pass -> desired.publish(file, pass));
      }
    }
  }

  @Override
  public void close() {
    components.close();
    for (KeyEncryption key : keys) {
      if (key instanceof Pkcs11Key token) {
        token.close();
      }
    }
    workspace.close();
  }
}
