package dev.bulwark.server.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.server.sql.Database;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many hooks at once, some of whose receivers hang, and a database that takes nothing more.
final class CourierTest {
  private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");
  private static final List<Happening> HAPPENED =
      List.of(1L, 2L, 3L).stream()
          .map(
              index ->
                  new Happening(
                      HookKind.GATE_CHANGED, index, Digest.of(Bytes.utf8("x" + index)), NOW))
          .toList();

  @TempDir private Path folder;
  private final CountDownLatch released = new CountDownLatch(1);
  private final AtomicInteger looks = new AtomicInteger();
  private Database database;
  private Hooks hooks;
  private HookSeal seal;

  @BeforeEach
  void open() {
    database = Database.open("jdbc:sqlite:" + folder.resolve("x.db"));
    seal = new HookSeal(folder, new SecureRandom());
    hooks = new Hooks(database, seal, Reach.of(Set.of(), false), () -> NOW, new SecureRandom());
  }

  @AfterEach
  void close() {
    released.countDown();
    database.close();
  }

  private void make(String system, String path) {
    hooks.make(system, "https://hooks.example.org/" + path, Set.of("gate.changed"), "ada", 0);
  }

  private Courier courier(Sender sender) {
    Progress progress = new Progress(database, seal, () -> NOW);
    Round round =
        new Round(
            progress,
            new Deliveries(database),
            _ -> Optional.of(new News.Said(3, HAPPENED)),
            sender,
            _ -> true,
            system -> "https://bulwark.example.org/systems/" + system,
            () -> NOW,
            new Random(7));
    return new Courier(progress, round, this.looking(), Duration.ofMillis(5), new Random(7));
  }

  private Leading looking() {
    return new Leading() {
      @Override
      public boolean leads() {
        looks.incrementAndGet();
        return true;
      }

      @Override
      public void close() {
        // Nobody waits for it.
      }
    };
  }

  private void awaitRelease() {
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void slowReceiversOfOneSystemKeepNoOtherWaiting() throws InterruptedException {
    for (int i = 0; i < Hooks.MOST; i++) {
      make("a-slow", "slow");
    }
    make("b", "quick");
    AtomicInteger slow = new AtomicInteger();
    CountDownLatch quick = new CountDownLatch(HAPPENED.size());
    try (Courier courier =
        courier(
            (to, _, _) -> {
              if (to.getPath().equals("/slow")) {
                slow.incrementAndGet();
                awaitRelease();
              } else {
                quick.countDown();
              }
              return new Sender.Answer.Status(200, Optional.empty());
            })) {
      courier.start();
      assertThat(quick.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(slow.get()).isLessThanOrEqualTo(2);
      released.countDown();
    }
  }

  @Test
  void whatCannotBeWrittenDownIsNotToldAgainAtEveryLook() throws InterruptedException {
    make("a", "in");
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "create trigger full before insert on hook_delivery begin select raise(abort,"
                        + " 'no room'); end"));
    AtomicInteger posted = new AtomicInteger();
    try (Courier courier =
        courier(
            (_, _, _) -> {
              posted.incrementAndGet();
              return new Sender.Answer.Status(200, Optional.empty());
            })) {
      courier.start();
      while (posted.get() == 0) {
        Thread.onSpinWait();
      }
      int before = looks.get();
      while (looks.get() < before + 50) {
        Thread.onSpinWait();
      }
      assertThat(posted).hasValue(1);
    }
  }
}
