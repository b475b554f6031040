package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.server.backup.Backup;
import dev.bulwark.server.backup.BackupFault;
import dev.bulwark.server.backup.Restore;
import dev.bulwark.server.oidc.SignOnConfig;
import dev.bulwark.server.project.Shelves;
import dev.bulwark.server.replica.Postgres;
import dev.bulwark.server.sql.Database;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that was lost is back with everything it answered; what is not a whole backup, or an
/// older one than somebody knows of, is not put back.
final class BackupTest {
  private static final String PASSPHRASE = "a passphrase for the backup";
  private static final String SYSTEM = "credit-scoring";
  private static final String SIGN_ON =
      """
      {"issuer": "https://id.example.org", "clientId": "bulwark", "clientSecret": "env:NONE"}
      """;

  @TempDir private static Path home;
  @TempDir private static Path outside;
  private static RunningServer server;
  private static Http admin;
  private static Path archive;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException {
    server = RunningServer.in(home);
    admin = Http.begin(server.address(), server.firstLink(), "root");
    admin.submit("/systems", "/systems", "example", SYSTEM);
    admin.submit("/people", "/people/root/grant", "where", "*", "role", "owner");
    String hooks = "/systems/" + SYSTEM + "/webhooks";
    admin.submit(hooks, hooks, "address", "https://hooks.invalid/", "event", "key.revoked");
    Files.writeString(home.resolve(SignOnConfig.FILE), SIGN_ON);
    archive = outside.resolve("backup");
    backup(home, ServerConfig.embedded(home), archive);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void backup(Path home, String url, Path to) {
    try (Database database = Database.openAsItIs(url, Optional.empty())) {
      new Backup(
              home,
              home.resolve("bulwark-server.yaml"),
              database,
              Shelves.IN_FOLDERS,
              true,
              Instant::now)
          .write(to, PASSPHRASE, _ -> {});
    }
  }

  private static Restore restore(Path to, String url) {
    return new Restore(to, url, Optional.empty(), database -> Shelves.IN_FOLDERS, Instant::now);
  }

  private static Restore restore(Path to) {
    return restore(to, ServerConfig.embedded(to));
  }

  private static byte[] checkpoint(Path of) throws IOException {
    return Files.readAllBytes(
        of.resolve("systems").resolve(SYSTEM).resolve(".bulwark/ledger/checkpoint"));
  }

  private static void answersAsBefore(Path back, String url) {
    try (RunningServer again = RunningServer.on(back, url)) {
      Http person = new Http(again.address());
      person.submit("/sign-in", "/sign-in", "name", "root", "password", RunningServer.PASSWORD);
      assertThat(person.get("/systems/" + SYSTEM).statusCode()).isEqualTo(200);
      assertThat(again.server().firstLink()).isEmpty();
      assertThat(new Http(again.address()).get("/sign-in").body())
          .as("people sign in elsewhere as before")
          .contains("Sign in with https://id.example.org");
      assertThat(testOfItsHook(person))
          .as("its secret opens again")
          .contains("its name leads nowhere");
      assertThat(again.server().fingerprint()).isEqualTo(server.server().fingerprint());
      assertThat(person.submit("/systems/" + SYSTEM, "/systems/" + SYSTEM + "/check").statusCode())
          .as("it goes on")
          .isIn(200, 303);
    }
  }

  private static String testOfItsHook(Http person) {
    String hooks = "/systems/" + SYSTEM + "/webhooks";
    Matcher hook =
        Pattern.compile("href=\"(" + hooks + "/[0-9a-f]{20})\"").matcher(person.get(hooks).body());
    assertThat(hook.find()).isTrue();
    return person.submit(hooks, hook.group(1) + "/test").body();
  }

  @Test
  void aLostServerIsBackAndGoesOn() throws IOException {
    Path back = folder.resolve("back");
    Restore.Done done = restore(back).read(archive, PASSPHRASE, List.of(), _ -> {});
    assertThat(done.systems()).singleElement().asString().startsWith(SYSTEM + "  ");
    assertThat(checkpoint(back)).isNotEmpty();
    assertThat(Restore.isUnfinished(back)).isFalse();
    answersAsBefore(back, ServerConfig.embedded(back));
  }

  @Test
  void itGoesFromSqliteToPostgresAndBack() throws IOException {
    try (Postgres postgres = new Postgres()) {
      String url = postgres.schema();
      Path there = folder.resolve("there");
      restore(there, url).read(archive, PASSPHRASE, List.of(), _ -> {});
      answersAsBefore(there, url);
      Path second = outside.resolve("second");
      backup(there, url, second);
      Path back = folder.resolve("back");
      restore(back).read(second, PASSPHRASE, List.of(), _ -> {});
      answersAsBefore(back, ServerConfig.embedded(back));
      assertThatThrownBy(
              () ->
                  restore(folder.resolve("other"), url)
                      .read(archive, PASSPHRASE, List.of(), _ -> {}))
          .hasMessageContaining("expected nothing in the database");
    }
  }

  @Test
  void aCopyTakenUnderLoadIsWhole() throws IOException {
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Integer> load =
        CompletableFuture.supplyAsync(
            () -> {
              int done = 0;
              while (!stop.get()) {
                admin.submit("/systems/" + SYSTEM, "/systems/" + SYSTEM + "/check");
                done++;
              }
              return done;
            });
    Path busy = outside.resolve("busy");
    backup(home, ServerConfig.embedded(home), busy);
    stop.set(true);
    assertThat(load.join()).isPositive();
    Path back = folder.resolve("back");
    restore(back).read(busy, PASSPHRASE, List.of(), _ -> {});
    answersAsBefore(back, ServerConfig.embedded(back));
  }

  @Test
  void anOlderOneThanSomebodyKnowsOfIsTold() throws IOException {
    Path old = outside.resolve("old");
    backup(home, ServerConfig.embedded(home), old);
    admin.submit("/systems/" + SYSTEM, "/systems/" + SYSTEM + "/check");
    Bytes newer = Bytes.of(checkpoint(home));
    Path back = folder.resolve("back");
    assertThatThrownBy(() -> restore(back).read(old, PASSPHRASE, List.of(newer), _ -> {}))
        .isInstanceOf(BackupFault.class)
        .hasMessageContaining("the ledger was rolled back")
        .hasMessageContaining("there is a newer state");
    assertThat(Restore.isUnfinished(back)).as("and no server starts on it").isTrue();
    assertThatThrownBy(() -> RunningServer.in(back)).hasMessageContaining("did not end");
    Path now = outside.resolve("now");
    backup(home, ServerConfig.embedded(home), now);
    restore(folder.resolve("good")).read(now, PASSPHRASE, List.of(newer), _ -> {});
    assertThatThrownBy(
            () ->
                restore(folder.resolve("foreign"))
                    .read(now, PASSPHRASE, List.of(Bytes.utf8("no note")), _ -> {}))
        .hasMessageContaining("found 1 of none");
  }

  /// Every cut and flip is found before anything is written: sampled, and at every edge.
  @Test
  void whatIsNotWholeIsRefusedAndLeavesNothing() throws IOException {
    byte[] whole = Files.readAllBytes(archive);
    Random random = new Random(4711);
    Path damaged = outside.resolve("damaged");
    Path back = folder.resolve("back");
    for (int i = 0; i < 24; i++) {
      int at =
          i == 0
              ? 0
              : i == 1
                  ? 20
                  : i == 2 ? 60 : i == 3 ? whole.length - 1 : random.nextInt(whole.length);
      byte[] bytes = i % 2 == 0 ? java.util.Arrays.copyOf(whole, at) : whole.clone();
      if (i % 2 == 1) {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(damaged, bytes);
      refused(damaged, PASSPHRASE, back);
    }
    byte[] longer = java.util.Arrays.copyOf(whole, whole.length + 1);
    Files.write(damaged, longer);
    refused(damaged, PASSPHRASE, back);
    refused(archive, PASSPHRASE + "x", back);
    refused(outside.resolve("nothing"), PASSPHRASE, back);
  }

  private static void refused(Path archive, String passphrase, Path back) {
    assertThatThrownBy(() -> restore(back).read(archive, passphrase, List.of(), _ -> {}))
        .isInstanceOfSatisfying(
            BackupFault.class, e -> assertThat(e.type()).isEqualTo(BackupFault.DAMAGED));
    assertThat(back).doesNotExist();
  }

  @Test
  void nothingIsPutOverSomething() throws IOException {
    Files.writeString(folder.resolve("mine"), "precious");
    assertThatThrownBy(() -> restore(folder).read(archive, PASSPHRASE, List.of(), _ -> {}))
        .isInstanceOfSatisfying(
            BackupFault.class, e -> assertThat(e.type()).isEqualTo(BackupFault.NOT_EMPTY));
    assertThat(folder.resolve("mine")).hasContent("precious");
  }

  private static final class Crash extends Error {
    private static final long serialVersionUID = 1;
  }

  /// Cut off before every step, then run again.
  @Test
  void aRestoreThatWasCutOffIsEndedByRunningItAgain() throws IOException {
    try (Postgres postgres = new Postgres()) {
      for (String step : List.of("unpacking", "putting the rows back", "auditing", "done")) {
        for (boolean sqlite : List.of(true, false)) {
          Path back = folder.resolve(step.replace(' ', '-') + sqlite);
          String url = sqlite ? ServerConfig.embedded(back) : postgres.schema();
          assertThatThrownBy(
                  () ->
                      restore(back, url)
                          .read(
                              archive,
                              PASSPHRASE,
                              List.of(),
                              line -> {
                                if (line.equals(step)) {
                                  throw new Crash();
                                }
                              }))
              .isInstanceOf(Crash.class);
          assertThatThrownBy(() -> RunningServer.on(back, url)).hasMessageContaining("did not end");
          restore(back, url).read(archive, PASSPHRASE, List.of(), _ -> {});
          assertThat(Restore.isUnfinished(back)).isFalse();
        }
      }
    }
  }

  @Test
  void theArchiveShowsNothingOfWhatIsInIt() throws IOException {
    String bytes = new String(Files.readAllBytes(archive), StandardCharsets.ISO_8859_1);
    assertThat(bytes).doesNotContain("root", SYSTEM, "argon2", "PRIVATE", "database.rows");
    assertThat(Files.getPosixFilePermissions(archive)).hasSize(2);
    assertThat(home.resolve("backup~")).doesNotExist();
    assertThat(Map.of("part", Files.exists(outside.resolve("backup.part"))))
        .containsEntry("part", false);
  }
}
