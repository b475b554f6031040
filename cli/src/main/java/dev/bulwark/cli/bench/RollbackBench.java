package dev.bulwark.cli.bench;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.project.Shell;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.People;
import dev.bulwark.project.workspace.Workspace;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.intake.Incoming;
import dev.bulwark.registry.intake.Intake;
import dev.bulwark.registry.release.Book;
import dev.bulwark.registry.release.EnvironmentWish;
import dev.bulwark.registry.release.Grants;
import dev.bulwark.registry.release.Moved;
import dev.bulwark.registry.release.Registrar;
import dev.bulwark.registry.release.Releases;
import dev.bulwark.registry.release.SealedGrants;
import dev.bulwark.registry.seal.EnvironmentKey;
import dev.bulwark.registry.seal.KeystoreKey;
import dev.bulwark.registry.seal.SealedStore;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.Version;
import dev.bulwark.store.FileBlobStore;
import dev.bulwark.store.FileObjectStore;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// How long a rollback takes: on a ledger, a gate, a store and keys of its own, all real and gone
/// afterwards. The policy is one control, so that what is timed is the rollback.
final class RollbackBench {
  private static final String CATALOGUE =
      """
      catalogue: 1
      id: bench
      version: 1.0.0
      controls:
        - id: MDL-01
          stage: develop
          title: Model files are inspected
          requirement: Every model file is inspected.
          asks: [R36]
          evidence:
            - {id: scan, suite: model-file-scan, about: model, assurance: A4, maxAge: 30d}
          gates: {release: block}
      """;
  private static final String PROFILES =
      """
      profiles:
        - id: bench
          title: Bench
          about: One control.
          controls: [MDL-01]
      """;
  private static final String ME = "bench";
  private static final String WHERE = "production";

  private final Path folder;
  private final ByteSize size;
  private final Shell shell;
  private final SecureRandom random = new SecureRandom();

  RollbackBench(Path folder, ByteSize size, Shell shell) {
    this.folder = folder;
    this.size = size;
    this.shell = shell;
  }

  /// @param switched nanoseconds until the environment runs the last good release
  /// @param verified nanoseconds until every byte of it was read and verified again
  record Result(long bytes, long switched, long verified) {}

  Result run() throws IOException {
    Home home = new Home(folder.resolve("home"));
    try (Workspace workspace = Workspace.begin(home, "bulwark/bench", shell)) {
      new People(workspace)
          .enrol(
              ME,
              List.of("registrar", "promoter", "rollback"),
              Optional.empty(),
              shell.clock().instant());
      SigningKey me = new People(workspace).key(ME).open();
      SealedStore store =
          new SealedStore(
              FileObjectStore.open(folder.resolve("sealed")),
              List.of(KeystoreKey.generate(random)),
              random,
              new ByteSize(Long.MAX_VALUE));
      Version one = push(workspace, store, me, 1);
      Version two = push(workspace, store, me, 2);
      workspace.record(List.of(policy(), description(one, two)));
      Book book = new Book(workspace.log(), workspace.judge(), "urn:bulwark:bench", shell.clock());
      TimedGrants grants =
          new TimedGrants(
              new SealedGrants(store, FileBlobStore.open(folder.resolve("granted")), random));
      Releases releases = new Releases(book, grants);
      new Registrar(book).add(environment(), me);
      require(releases.promote(WHERE, List.of(one.id()), me, ""));
      require(releases.promote(WHERE, List.of(two.id()), me, ""));
      grants.nanos = 0;
      long start = shell.nanoTime().getAsLong();
      require(releases.rollback(WHERE, Optional.empty(), me, ""));
      long took = shell.nanoTime().getAsLong() - start;
      return new Result(one.content().size(), took - grants.nanos, grants.nanos);
    }
  }

  private static void require(Moved moved) {
    if (moved instanceof Moved.Refused refused) {
      throw new IllegalStateException("the bench's own gate refused: " + refused.refusal());
    }
  }

  private Version push(Workspace workspace, SealedStore store, SigningKey me, int number)
      throws IOException {
    Path file = folder.resolve("model-%d.bin".formatted(number));
    // Versions differ in their first bytes.
    SealBench.write(file, size.bytes() + number, false);
    Intake intake =
        new Intake(
            workspace.log(),
            workspace.judge(),
            store,
            (version, _) -> List.of(passed(version)),
            shell.clock(),
            random);
    Incoming.File incoming =
        new Incoming.File("model.bin", Files.size(file), () -> FileChannel.open(file));
    Version version =
        intake.push(
            new Incoming(
                "model", AssetKind.MODEL, Optional.empty(), List.of(incoming), Set.of(), List.of()),
            me,
            _ -> {});
    Files.delete(file);
    return version;
  }

  private static CheckRun passed(Version version) {
    SequencedMap<RuleId, Outcome> outcomes = new LinkedHashMap<>();
    outcomes.put(new RuleId("FMT-001"), Outcome.passed());
    List<Subject> files =
        version.content().files().stream().map(it -> new Subject(it.name(), it.digest())).toList();
    return new CheckRun(
        "model-file-scan",
        new CheckRun.Checker("bulwark-bench", "1"),
        Digest.of(Bytes.EMPTY),
        files,
        outcomes,
        Json.object().build());
  }

  private static Statement policy() {
    return Policy.parse(CATALOGUE, PROFILES).statement();
  }

  private static Statement description(Version... versions) {
    List<Subject> files =
        List.of(versions).stream()
            .flatMap(version -> version.content().files().stream())
            .map(file -> new Subject(file.name(), file.digest()))
            .toList();
    Digest manifest = Digest.of(Bytes.utf8(CATALOGUE));
    AiSystem system =
        new AiSystem(
            "bench",
            "Bench",
            "Is measured",
            new TreeMap<>(),
            List.of(),
            "bench",
            List.of(
                element(ElementKind.SYSTEM, "whole", List.of()),
                element(ElementKind.MODEL, "model", files)),
            manifest);
    return new Statement(
        List.of(new Subject("bulwark.yaml", manifest)),
        PredicateType.SYSTEM,
        Json.object().put("system", system.json()).put("documents", Json.array(List.of())).build());
  }

  private static Element element(ElementKind kind, String id, List<Subject> files) {
    return new Element(kind, id, id, new TreeMap<>(), files, Place.of("bulwark.yaml"));
  }

  private EnvironmentWish environment() {
    return new EnvironmentWish(
        WHERE,
        GateName.RELEASE,
        Optional.empty(),
        EnvironmentKey.generate(random).publicKey(),
        new RegistryEvent.Separation("", "", new TreeSet<>(), ""));
  }

  /// Grants that time the reading again of what was deployed.
  private final class TimedGrants implements Grants {
    private final SealedGrants grants;
    private long nanos;

    TimedGrants(SealedGrants grants) {
      this.grants = grants;
    }

    @Override
    public Digest issue(Environment environment, long generation, Version version) {
      return grants.issue(environment, generation, version);
    }

    @Override
    public Optional<String> inspect(Version version) {
      long start = shell.nanoTime().getAsLong();
      Optional<String> found = grants.inspect(version);
      nanos += shell.nanoTime().getAsLong() - start;
      return found;
    }
  }
}
