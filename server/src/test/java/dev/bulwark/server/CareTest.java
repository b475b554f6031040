package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.cli.Main;
import dev.bulwark.evidence.keys.KeyFile;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.intake.Incoming;
import dev.bulwark.server.config.Configuration;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.replica.Postgres;
import dev.bulwark.server.sql.Database;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What no request asks of a server whose evidence is in PostgreSQL: erase, keep, sweep, scrub,
/// move to a new key.
final class CareTest {
  private static final String SYSTEM = "credit-scoring";
  private static Postgres postgres;

  @TempDir private Path folder;
  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(told, true, StandardCharsets.UTF_8);
  private Instant now = Instant.parse("2026-11-30T10:00:00Z");
  private final Shell shell =
      new Shell(new Terminal(out, out, false, false), () -> now, System::nanoTime);
  private Path home;
  private String url;
  private Database database;
  private Project project;

  @BeforeAll
  static void start() {
    postgres = new Postgres();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void open() throws IOException {
    home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(
        home.resolve("bulwark-server.yaml"),
        "replicas.enabled: true\nreplicas.lease: 5s\nreplicas.wait: 0s\n");
    url = postgres.schema();
    database = Database.open(url);
    Configuration settings =
        Configuration.of(
            Map.of(
                "replicas.enabled",
                "true",
                "replicas.lease",
                "5s",
                "replicas.wait",
                "0s",
                "database",
                url));
    project =
        new Projects(
                database,
                () -> now,
                home.resolve("systems"),
                Sharing.shelves(database, ServerConfig.of(home, settings)))
            .addExample(SYSTEM, "root", new ProjectDesk(shell)::check);
    assertThat(care("keys new rex --role registrar --insecure-no-passphrase")).as(said()).isZero();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private int care(String words) {
    told.reset();
    String[] own = {"care", "--home", home.toString(), "--database", url, SYSTEM};
    return Main.run(
        shell,
        dev.bulwark.server.Main.commands(),
        Stream.concat(Stream.of(own), Stream.of(words.split(" "))).toArray(String[]::new));
  }

  private String said() {
    return told.toString(StandardCharsets.UTF_8);
  }

  private void push() {
    int exit =
        care(
            "model push %s --name scorer --as rex"
                .formatted(project.folder().resolve("models").toAbsolutePath()));
    assertThat(exit).as(said()).isZero();
  }

  private List<Path> sealed() throws IOException {
    Path at = project.folder().resolve(".bulwark/registry/sealed");
    try (Stream<Path> all = Files.walk(at)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void whatIsErasedIsGoneWithItsKeys() throws IOException {
    push();
    assertThat(sealed()).hasSizeGreaterThan(2);
    assertThat(care("registry scrub")).as(said()).isZero();
    assertThat(said()).containsPattern("[1-9]\\d* objects, [1-9]\\d* bytes read");
    assertThat(care("model erase scorer@1 --reason over --as rex")).as(said()).isZero();
    assertThat(said()).contains("ERASED");
    assertThat(sealed()).isEmpty();
    assertThat(care("registry scrub")).isZero();
    assertThat(said()).contains("0 objects, 0 bytes read");
    assertThat(project.folder().resolve(".bulwark/ledger/checkpoint"))
        .as("the event is where the others look for it")
        .doesNotExist();
  }

  @Test
  void aRuleOfRetentionIsCarriedOut() throws IOException {
    push();
    now = now.plus(Duration.ofDays(40));
    assertThat(care("registry retention --keep 0 --days 30 --as rex")).as(said()).isZero();
    assertThat(care("registry sweep --dry-run")).as(said()).isZero();
    assertThat(sealed()).isNotEmpty();
    assertThat(care("registry sweep")).as(said()).isZero();
    assertThat(said()).contains("scorer@1");
    assertThat(sealed()).isEmpty();
  }

  @Test
  void aRotationWrapsEveryKeyAnew() throws IOException {
    push();
    Path key = project.folder().resolve(".bulwark/keys/registry.key");
    String before = Files.readString(key);
    assertThat(care("registry rotate")).as(said()).isZero();
    assertThat(said()).contains("1 keys lie under the new key");
    assertThat(Files.readString(key)).isNotEqualTo(before);
    assertThat(care("registry scrub")).as(said()).isZero();
  }

  private void pushAsAnother() {
    database.jdbi().useHandle(handle -> handle.execute("update ledger_lease set expires = 0"));
    Bytes content = Bytes.utf8("{}");
    try (RegistryDesk other = RegistryDesk.open(project.home(), shell)) {
      other
          .intake()
          .push(
              new Incoming(
                  "other",
                  AssetKind.MODEL,
                  Optional.empty(),
                  List.of(
                      new Incoming.File(
                          "config.json",
                          content.size(),
                          () -> Channels.newChannel(new ByteArrayInputStream(content.toArray())))),
                  Set.of(),
                  List.of()),
              KeyFile.read(project.folder().resolve(".bulwark/keys/people/rex.key")).open(),
              _ -> {});
    }
  }

  /// What it read of the ledger is old: to it, the other's version is something nobody names.
  @Test
  void whoLostTheLeadSweepsNothingOfAnothersPush() {
    push();
    try (RegistryDesk late = RegistryDesk.open(project.home(), shell)) {
      pushAsAnother();
      assertThatThrownBy(() -> late.sweep(false, _ -> {}))
          .isInstanceOf(StoreFault.class)
          .hasMessageContaining("another replica leads it now");
    }
    assertThat(care("registry scrub")).as(said()).isZero();
  }

  @Test
  void whoLostTheLeadTakesNoKeyAway() throws IOException {
    push();
    Path key = project.folder().resolve(".bulwark/keys/registry.key");
    String before = Files.readString(key);
    try (RegistryDesk late = RegistryDesk.open(project.home(), shell)) {
      pushAsAnother();
      assertThatThrownBy(() -> late.rotate(_ -> {})).isInstanceOf(StoreFault.class);
    }
    assertThat(Files.readString(key)).isEqualTo(before);
    assertThat(care("registry rotate")).as(said()).isZero();
    assertThat(said()).contains("2 keys lie under the new key");
    assertThat(care("registry scrub")).as(said()).isZero();
  }

  @Test
  void aLedgerThatIsLedElsewhereIsLeftAlone() {
    try (RegistryDesk _ = RegistryDesk.open(project.home(), shell)) {
      assertThat(care("registry sweep")).isEqualTo(2);
    }
    assertThat(care("registry sweep")).as(said()).isZero();
  }

  @Test
  void anotherPlaceThanTheSystemsIsRefused() {
    assertThat(care("registry sweep --project elsewhere")).isEqualTo(4);
    assertThat(said()).contains("[input-invalid]");
    assertThat(care("registry sweep --home elsewhere")).isEqualTo(4);
    assertThat(care("check .")).isEqualTo(4);
    assertThat(said()).contains("advisories, env, keys, model, recheck, registry");
  }
}
