package dev.bulwark.registry.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.Lab;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.EvidenceLog;
import dev.bulwark.evidence.LogInMemory;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.evidence.Signer;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.channel.Source;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.TermsDraft;
import dev.bulwark.registry.channel.Watch;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Verified.Result;
import dev.bulwark.registry.intake.Incoming;
import dev.bulwark.registry.intake.Intake;
import dev.bulwark.registry.release.Book;
import dev.bulwark.registry.release.EnvironmentWish;
import dev.bulwark.registry.release.Erasing;
import dev.bulwark.registry.release.Grants;
import dev.bulwark.registry.release.Registrar;
import dev.bulwark.registry.release.Releases;
import dev.bulwark.registry.release.SealedGrants;
import dev.bulwark.registry.seal.EnvironmentKey;
import dev.bulwark.registry.seal.KeystoreKey;
import dev.bulwark.registry.seal.SealedStore;
import dev.bulwark.registry.signing.PrivateKeyEc;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import dev.bulwark.testkit.MemoryBlobStore;
import dev.bulwark.testkit.MemoryObjectStore;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// A registry over stores in memory that follows a vendor's folder, and a vendor. Everything the
/// release gate asks for is there for the model `model 1`; other models get it by rehearsal.
final class Vendor {
  static final SecureRandom RANDOM = new SecureRandom();
  static final PrivateKeyEc KEY = PrivateKeyEc.make(RANDOM);
  static final PrivateKeyEc STRANGER = PrivateKeyEc.make(RANDOM);
  static final VersionId ONE = new VersionId("scorer", 1);
  static final VersionId TWO = new VersionId("scorer", 2);
  static final String FIRST = "model 1";
  static final String SECOND = "model 2";
  private static final KeystoreKey REGISTRY = KeystoreKey.generate(RANDOM);

  final Path folder;
  final ReleaseFolder releases;
  final Steps steps = new Steps();
  final LogInMemory memory = new LogInMemory();
  final MemoryBlobStore blobs = new MemoryBlobStore();
  private final MemoryObjectStore objects = new MemoryObjectStore();
  private List<String> failing = List.of();
  private Function<String, Word> words = _ -> new Word.Unknown("no watch is named");
  private Consumer<String> reading = _ -> {};

  Vendor(Path folder) {
    this.folder = folder;
    releases = new ReleaseFolder(folder, () -> memory.now);
    memory.now = Lab.day(0.5);
    memory.run(this::begin);
  }

  private void begin(EvidenceLog log) {
    log.begin(LogInMemory.JUDGE, "judge");
    for (Evidence evidence : Lab.complete(Lab.day(0.5)).all().stream().skip(1).toList()) {
      log.record(evidence.statement(), key(evidence.signer()));
    }
    LogInMemory.event(log, LogInMemory.enrol(RosterEvent.Holder.person("ola"), "ola", memory.now));
    for (String role : List.of("registrar", "promoter", "rollback")) {
      LogInMemory.event(log, new RosterEvent.Granted("ola", role, memory.now));
    }
    Registrar registrar = new Registrar(book(log));
    for (String name : List.of("staging", "production")) {
      registrar.add(
          new EnvironmentWish(
              name,
              GateName.RELEASE,
              Optional.of("staging").filter(_ -> name.equals("production")),
              EnvironmentKey.generate(RANDOM).publicKey(),
              new RegistryEvent.Separation("", "", new TreeSet<>(), "")),
          OLA);
    }
  }

  static final SigningKey OLA = EvidenceFixture.key("ola");

  private static SigningKey key(Signer signer) {
    return switch (signer) {
      case Signer.Person(String _, String name) -> EvidenceFixture.key(name);
      case Signer.Collector(String _, String name) -> EvidenceFixture.key("collector " + name);
      default -> LogInMemory.JUDGE;
    };
  }

  Book book(EvidenceLog log) {
    return new Book(log, LogInMemory.JUDGE, "urn:test:judge", () -> memory.now);
  }

  /// The channel vendor: what lies in the folder goes to staging and, half an hour later, to
  /// production, and comes back by itself within two hours.
  Terms terms() {
    return new Terms(
        "vendor",
        "scorer",
        AssetKind.MODEL,
        new Source.Folder(folder.toString()),
        List.of(KEY.publicKey()),
        "models",
        List.of("staging", "production"),
        Duration.ofMinutes(30),
        List.of(),
        new Watch.Nobody(),
        Duration.ofHours(2),
        Terms.OnFailedWatch.ROLLBACK);
  }

  Vendor follow() {
    return follow(_ -> {});
  }

  /// Terms that differ in what is changed.
  Vendor follow(Consumer<TermsDraft> change) {
    Terms terms = TermsDraft.with(terms(), change);
    memory.run(log -> new Registrar(book(log)).follow(terms, OLA, ""));
    return this;
  }

  /// Release 1.0 runs everywhere.
  Vendor promoted() {
    follow();
    release("1.0", FIRST);
    pass();
    wait(Duration.ofMinutes(31));
    pass();
    return this;
  }

  /// Release 1.0 runs in production, 1.1 in staging.
  Vendor renewed() {
    promoted();
    release("1.1", SECOND);
    pass();
    runs("staging", TWO);
    return this;
  }

  /// The models whose examination finds something.
  void failing(String... contents) {
    failing = List.of(contents);
  }

  void says(Function<String, Word> word) {
    words = word;
  }

  /// Something happens when a file of that name is about to go under seal.
  void whileReading(String name, Runnable work) {
    reading =
        what -> {
          if (what.equals(name)) {
            work.run();
          }
        };
  }

  private void step() {
    memory.now = memory.now.plus(steps.next());
  }

  void wait(Duration time) {
    memory.now = memory.now.plus(time);
  }

  /// Ola says how the release in staging runs.
  void tell(Result result) {
    memory.run(log -> new Registrar(book(log)).told("staging", result, "seen", OLA));
  }

  /// A person stops an environment.
  void suspend(String where) {
    memory.run(log -> moves(book(log)).suspend(where, OLA, ""));
  }

  /// Ola's key is withdrawn.
  void leaves() {
    memory.run(
        log ->
            LogInMemory.event(
                log,
                new RosterEvent.Revoked(
                    OLA.verifyingKey().digest(), RosterEvent.Reason.LEFT, memory.now)));
  }

  /// A person pushes a version.
  void push(String content) {
    Bytes bytes = Bytes.utf8(content);
    Incoming incoming =
        new Incoming(
            "scorer",
            AssetKind.MODEL,
            Optional.empty(),
            List.of(
                new Incoming.File(
                    "x.pkl", bytes.size(), () -> Channels.newChannel(bytes.stream()))),
            Set.of(),
            List.of());
    memory.run(log -> intake(log).push(incoming, OLA, _ -> {}));
  }

  List<Did> pass() {
    return pass(terms -> new FolderPublisher(folder, terms.asset()));
  }

  /// A pass.
  ///
  /// @return why it held back what it held back
  List<String> held() {
    return pass().stream()
        .flatMap(
            each ->
                each instanceof Did.Held(String _, List<String> why) ? why.stream() : Stream.of())
        .toList();
  }

  List<Did> pass(Ports.Publishers publishers) {
    List<Did> did = new ArrayList<>();
    memory.run(
        log -> {
          Book book = book(log);
          Ports ports =
              new Ports(
                  publishers,
                  (_, environment, _) -> words.apply(environment),
                  (_, candidate, _) -> rehearse(log, candidate));
          new UpdateRun(
                  book, intake(log), moves(book), ports, new SignedRelease(ReleaseFolder.hasher()))
              .pass(Optional.empty(), reading)
              .forEach(report -> did.addAll(report.did()));
        });
    return did;
  }

  private Intake intake(EvidenceLog log) {
    return new Intake(
        log,
        LogInMemory.JUDGE,
        store(),
        (version, stored) -> {
          step();
          version
              .content()
              .files()
              .forEach(
                  file ->
                      stored.copy(
                          file.name(), Channels.newChannel(OutputStream.nullOutputStream())));
          return version.content().files().stream()
              .map(file -> run(file.name(), file.digest()))
              .toList();
        },
        () -> memory.now,
        RANDOM);
  }

  private CheckRun run(String name, Digest digest) {
    boolean fails = failing.stream().anyMatch(it -> Digest.of(Bytes.utf8(it)).equals(digest));
    LinkedHashMap<RuleId, Outcome> outcomes = new LinkedHashMap<>();
    outcomes.put(
        new RuleId("PKL-001"),
        fails
            ? Outcome.undecided(Outcome.Reason.UNSUPPORTED, "it is not to be trusted")
            : Outcome.passed());
    return new CheckRun(
        "model-file-scan",
        new CheckRun.Checker("test", "1"),
        digest,
        List.of(new Subject(name, digest)),
        outcomes,
        Json.object().build());
  }

  SealedGrants grants() {
    return new SealedGrants(store(), blobs, RANDOM);
  }

  private SealedStore store() {
    return new SealedStore(objects, List.of(REGISTRY), RANDOM, ByteSize.ofMib(16));
  }

  void erasing(Consumer<Erasing> work) {
    memory.run(log -> work.accept(new Erasing(book(log), store(), grants())));
  }

  Releases moves(Book book) {
    return new Releases(
        book,
        new Grants() {
          @Override
          public Digest issue(Environment environment, long generation, Version version) {
            step();
            Digest grant = grants().issue(environment, generation, version);
            step();
            return grant;
          }

          @Override
          public Optional<String> inspect(Version version) {
            step();
            return Optional.empty();
          }
        });
  }

  private Optional<String> rehearse(EvidenceLog log, Version candidate) {
    step();
    Subject[] models =
        candidate.content().files().stream()
            .map(file -> new Subject("models/" + file.name(), file.digest()))
            .toArray(Subject[]::new);
    log.record(Lab.description(Lab.Shape.USUAL.withModels(models)), LogInMemory.JUDGE);
    return Optional.empty();
  }

  RegistryState state() {
    AtomicReference<RegistryState> state = new AtomicReference<>();
    memory.run(log -> state.set(RegistryState.at(log.all(), memory.now)));
    return state.get();
  }

  int entries() {
    AtomicReference<Integer> size = new AtomicReference<>(0);
    memory.run(log -> size.set(log.all().size()));
    return size.get();
  }

  Environment environment(String name) {
    return state().environment(name);
  }

  /// One version runs there, this one.
  void runs(String where, VersionId id) {
    assertThat(environment(where).current().map(Deployment::versions))
        .hasValueSatisfying(versions -> assertThat(versions).containsExactly(id));
  }

  /// A release in the folder, signed.
  Path release(String number, String content) {
    return releases.signed(number, Map.of("x.pkl", content), KEY);
  }

  static Optional<ReleaseNumber> number(String text) {
    return ReleaseNumber.parse(text);
  }
}
