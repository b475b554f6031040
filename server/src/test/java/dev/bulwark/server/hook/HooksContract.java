package dev.bulwark.server.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.sql.Database;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told, when, in which order and how often, on every database alike.
abstract class HooksContract {
  @TempDir Path folder;
  private Database database;
  private Told told;

  /// An empty database.
  abstract String url();

  @BeforeEach
  final void open() {
    database = Database.open(url());
    told = new Told(database, folder);
  }

  @AfterEach
  final void close() {
    database.close();
  }

  private List<String> types() {
    return told.posted.stream().map(Told.Posted::type).toList();
  }

  @Test
  void whatHappensAfterwardsIsToldInTheLedgersOrderAndOnce() {
    told.happens(2, HookKind.KEY_REVOKED);
    Hooks.Made made =
        told.make(HookKind.GATE_CHANGED, HookKind.APPROVAL_WAITING, HookKind.KEY_REVOKED);
    told.happens(3, HookKind.GATE_CHANGED);
    told.happens(3, HookKind.APPROVAL_WAITING);
    told.happens(4, HookKind.FINDING_OPENED);
    told.happens(5, HookKind.GATE_CHANGED);
    told.grows(8);
    told.deliver();
    assertThat(types()).containsExactly("gate.changed", "approval.waiting", "gate.changed");
    assertThat(told.hook(made).seen()).isEqualTo(8);
    told.deliver();
    assertThat(told.posted).hasSize(3);
    assertThat(told.posted.stream().map(Told.Posted::id)).doesNotHaveDuplicates();
    assertThat(told.posted)
        .allSatisfy(each -> assertThat(each.isSignedBy(made.secret())).isTrue())
        .allSatisfy(each -> assertThat(each.id()).matches("msg_[0-9a-f]{32}"));
    assertThat(told.posted.getLast().body().utf8())
        .contains("\"index\":5")
        .contains("\"system\":\"scoring\"")
        .contains("\"link\":\"https://bulwark.example.org/systems/scoring/ledger/5\"")
        .contains("\"digest\":\"sha256:");
  }

  @Test
  void whatIsNotTakenHoldsBackWhatComesAfterIt() {
    Hooks.Made made = told.make(HookKind.GATE_CHANGED);
    told.happens(3, HookKind.GATE_CHANGED);
    told.happens(4, HookKind.GATE_CHANGED);
    told.answers.addAll(List.of(500, 302, 0));
    told.deliver();
    assertThat(told.posted).hasSize(1);
    assertThat(told.hook(made).state()).isInstanceOf(Hook.State.Trying.class);
    told.deliver();
    assertThat(told.posted).as("not before its time").hasSize(1);
    for (int tries = 2; tries <= 4; tries++) {
      told.now = told.now.plusSeconds(60);
      told.deliver();
    }
    assertThat(told.posted).hasSize(5);
    assertThat(told.posted.subList(0, 4).stream().map(Told.Posted::id).distinct()).hasSize(1);
    assertThat(told.posted.getFirst().timestamp())
        .as("a try has its own time")
        .isNotEqualTo(told.posted.get(3).timestamp());
    assertThat(told.hook(made).state()).isEqualTo(new Hook.State.Working());
    assertThat(told.deliveries.of(told.hook(made)))
        .hasSize(2)
        .allSatisfy(each -> assertThat(each.delivered()).isTrue())
        .anySatisfy(each -> assertThat(each.tries()).isEqualTo(4));
  }

  @Test
  void diedBeforeItWasWrittenDownItIsToldAgainUnderTheSameId() {
    Hooks.Made made = told.make(HookKind.GATE_CHANGED);
    told.happens(3, HookKind.GATE_CHANGED);
    told.kill = true;
    assertThatThrownBy(told::deliver).isInstanceOf(Told.Killed.class);
    told.kill = false;
    assertThat(told.hook(made).seen()).isEqualTo(2);
    told.deliver();
    assertThat(told.posted).hasSize(2);
    assertThat(told.posted.getFirst().id()).isEqualTo(told.posted.getLast().id());
    assertThat(told.hook(made).seen()).isEqualTo(3);
  }

  @Test
  void diedAfterItWasWrittenDownItIsNotToldAgain() {
    Hooks.Made made = told.make(HookKind.GATE_CHANGED);
    told.happens(3, HookKind.GATE_CHANGED);
    Message message =
        Message.of(
            made.hook(),
            new Happening(
                HookKind.GATE_CHANGED,
                3,
                dev.bulwark.kernel.bytes.Digest.of(dev.bulwark.kernel.bytes.Bytes.utf8("x")),
                told.now),
            "");
    told.deliveries.record(
        made.hook(), new Delivery(message.id(), message.type(), 3, told.now, 1, 200, ""));
    told.deliver();
    assertThat(told.posted).isEmpty();
    assertThat(told.hook(made).seen()).isEqualTo(3);
  }

  @Test
  void afterThreeDaysItIsGivenUpAndGoesOnWhereItStopped() {
    Hooks.Made made = told.make(HookKind.GATE_CHANGED);
    told.happens(3, HookKind.GATE_CHANGED);
    Instant begin = told.now;
    int tries = 0;
    while (told.hook(made).state() instanceof Hook.State.Working
        || told.hook(made).state() instanceof Hook.State.Trying) {
      told.answers.add(503);
      told.deliver();
      tries++;
      if (told.hook(made).state() instanceof Hook.State.Trying trying) {
        told.now = trying.next();
      }
    }
    assertThat(tries).isBetween(15, Backoff.MOST_TRIES);
    assertThat(Duration.between(begin, told.now)).isBetween(Duration.ofDays(2), Duration.ofDays(4));
    assertThat(told.hook(made).state())
        .isInstanceOfSatisfying(
            Hook.State.Disabled.class, it -> assertThat(it.why()).contains("it answered 503"));
    told.happens(4, HookKind.GATE_CHANGED);
    told.now = told.now.plus(Duration.ofDays(9));
    int before = told.posted.size();
    told.deliver();
    assertThat(told.posted).as("nothing while it is given up").hasSize(before);
    told.hooks.resume(told.hook(made), told.hook(made).seen(), "ada");
    told.deliver();
    assertThat(told.posted).hasSize(before + 2);
    assertThat(told.posted.get(before).id()).isEqualTo(told.posted.getFirst().id());
  }

  @Test
  void itGoesOnFromNowWhenThatIsAskedFor() {
    Hooks.Made made = told.make(HookKind.GATE_CHANGED);
    told.happens(3, HookKind.GATE_CHANGED);
    told.answers.add(410);
    told.deliver();
    assertThat(told.hook(made).isDisabled()).as("gone at once").isTrue();
    told.hooks.resume(told.hook(made), 3, "ada");
    told.happens(4, HookKind.GATE_CHANGED);
    told.deliver();
    assertThat(told.posted).hasSize(2);
    assertThat(told.posted.getLast().body().utf8()).contains("\"index\":4");
    told.hooks.resume(told.hook(made), 0, "ada");
    told.deliver();
    assertThat(told.posted).as("one that works is not moved").hasSize(2);
  }

  @Test
  void aReceiverThatAsksForTimeGetsIt() {
    Hooks.Made made = told.make(HookKind.GATE_CHANGED);
    told.happens(3, HookKind.GATE_CHANGED);
    told.answers.add(429);
    told.retryAfter = Optional.of(Duration.ofMinutes(30));
    told.deliver();
    assertThat(told.hook(made).state())
        .isInstanceOfSatisfying(
            Hook.State.Trying.class,
            it -> assertThat(it.next()).isEqualTo(told.now.plus(Duration.ofMinutes(30))));
  }

  @Test
  void bothSecretsSignForADay() {
    Hooks.Made made = told.make(HookKind.GATE_CHANGED);
    HookSecret second = told.hooks.rotate(made.hook());
    told.happens(3, HookKind.GATE_CHANGED);
    told.deliver();
    assertThat(told.posted.getLast().isSignedBy(made.secret())).isTrue();
    assertThat(told.posted.getLast().isSignedBy(second)).isTrue();
    told.now = told.now.plus(Hooks.OVERLAP);
    told.happens(4, HookKind.GATE_CHANGED);
    told.deliver();
    assertThat(told.posted.getLast().isSignedBy(made.secret())).isFalse();
    assertThat(told.posted.getLast().isSignedBy(second)).isTrue();
  }

  @Test
  void theDatabaseAloneSignsNothing() {
    Hooks.Made made = told.make(HookKind.GATE_CHANGED);
    String row =
        database
            .jdbi()
            .withHandle(handle -> handle.createQuery("select * from hook").mapToMap().one())
            .toString();
    assertThat(row)
        .contains("https://hooks.example.org/in")
        .doesNotContain(made.secret().text().substring(6, 20))
        .doesNotContain(made.secret().bytes().hex());
    told.happens(3, HookKind.GATE_CHANGED);
    Told elsewhere = new Told(database, folder.resolve("elsewhere"));
    elsewhere.happens(3, HookKind.GATE_CHANGED);
    elsewhere.deliver();
    assertThat(elsewhere.posted).isEmpty();
    assertThat(told.hook(made).state())
        .isInstanceOfSatisfying(
            Hook.State.Disabled.class, it -> assertThat(it.why()).contains("rotate the secret"));
  }

  @Test
  void aSecretOpensForItsOwnHookAlone() {
    HookSeal seal = new HookSeal(folder, new SecureRandom());
    HookSecret secret = HookSecret.make(new SecureRandom());
    String sealed = seal.seal("one", secret);
    assertThat(seal.open("one", sealed)).contains(secret);
    assertThat(seal.open("other", sealed)).isEmpty();
    assertThat(new HookSeal(folder, new SecureRandom()).open("one", sealed)).contains(secret);
  }

  @Test
  void whoComesLateMovesNothing() {
    Hooks.Made made = told.make(HookKind.GATE_CHANGED);
    Hook early = told.hook(made);
    assertThat(told.progress.moved(early, 5)).isTrue();
    assertThat(told.progress.moved(early, 3)).isFalse();
    assertThat(told.hook(made).seen()).isEqualTo(5);
    told.progress.trying(early, new Hook.State.Trying(9, told.now, told.now));
    assertThat(told.hook(made).state()).isEqualTo(new Hook.State.Working());
  }

  @Test
  void aRoundStopsWhenSomebodyElseLeads() {
    Hooks.Made made = told.make(HookKind.GATE_CHANGED);
    told.happens(3, HookKind.GATE_CHANGED);
    told.deliver(made.hook().id(), () -> false);
    assertThat(told.posted).isEmpty();
    assertThat(told.hook(made).seen()).isEqualTo(2);
  }

  @Test
  void whatIsTakenAwayIsToldNothingMore() {
    Hooks.Made made = told.make(HookKind.GATE_CHANGED);
    told.happens(3, HookKind.GATE_CHANGED);
    told.deliver();
    told.hooks.remove(made.hook());
    told.deliveries.record(
        made.hook(), new Delivery("msg_late", "hook.test", -1, told.now, 1, 200, ""));
    told.happens(4, HookKind.GATE_CHANGED);
    told.deliver();
    assertThat(told.posted).hasSize(1);
    assertThat(told.hooks.of(Told.SYSTEM)).isEmpty();
    assertThat(told.deliveries.of(made.hook())).isEmpty();
  }

  @Test
  void whoseMakerIsNoOwnerAnyMoreIsStoppedUntilAnotherLetsItGoOn() {
    Hooks.Made made = told.make(HookKind.GATE_CHANGED);
    told.happens(3, HookKind.GATE_CHANGED);
    told.owners.clear();
    told.deliver();
    assertThat(told.posted).isEmpty();
    assertThat(told.hook(made).state())
        .isEqualTo(new Hook.State.Disabled(told.now, "its maker is no owner any more"));
    told.owners.add("bea");
    told.hooks.resume(told.hook(made), told.hook(made).seen(), "bea");
    told.deliver();
    assertThat(told.posted).hasSize(1);
    assertThat(told.hook(made).madeBy()).isEqualTo("bea");
  }

  @Test
  void theOwnerIsAskedForBeforeEveryMessage() {
    Hooks.Made made = told.make(HookKind.GATE_CHANGED);
    told.happens(3, HookKind.GATE_CHANGED);
    told.happens(4, HookKind.GATE_CHANGED);
    told.afterwards = told.owners::clear;
    told.deliver();
    assertThat(told.posted).hasSize(1);
    assertThat(told.hook(made).isDisabled()).isTrue();
  }

  @Test
  void twentyAreTwentyAlsoWhenManyAreMadeAtOnce() throws InterruptedException {
    database
        .jdbi()
        .useHandle(
            handle ->
                handle.execute(
                    "insert into system (id, title, folder, files, added_by, added) values"
                        + " ('scoring', 'Scoring', 'x', '', 'ada', 0)"));
    try (ExecutorService all = Executors.newVirtualThreadPerTaskExecutor()) {
      all.invokeAll(
          Collections.<Callable<Hooks.Made>>nCopies(
              4 * Hooks.MOST, () -> told.make(HookKind.KEY_REVOKED)));
    }
    assertThat(told.hooks.of(Told.SYSTEM)).hasSize(Hooks.MOST);
  }

  @Test
  void aHookIsTestedOnceInAWhile() {
    Hooks.Made made = told.make(HookKind.GATE_CHANGED);
    Round round = told.round();
    round.test(made.hook());
    assertThatThrownBy(() -> round.test(made.hook()))
        .isInstanceOfSatisfying(
            ServerFault.class, e -> assertThat(e.type()).isEqualTo(ServerFault.TOO_MANY));
    round.test(told.make(HookKind.GATE_CHANGED).hook());
    told.now = told.now.plus(Trials.APART);
    round.test(made.hook());
    assertThat(told.posted).hasSize(3);
  }

  @Test
  void aTestIsSentNowAndMovesNothing() {
    Hooks.Made made = told.make(HookKind.GATE_CHANGED);
    told.answers.add(500);
    assertThat(told.round().test(made.hook()).delivered()).isFalse();
    assertThat(told.hook(made).state()).isEqualTo(new Hook.State.Working());
    assertThat(told.posted.getLast().isSignedBy(made.secret())).isTrue();
    assertThat(told.posted.getLast().type()).isEqualTo("hook.test");
  }

  @Test
  void whatIsKeptIsBounded() {
    Hooks.Made made = told.make(HookKind.GATE_CHANGED);
    for (int i = 3; i < 110; i++) {
      told.happens(i, HookKind.GATE_CHANGED);
      told.now = told.now.plusSeconds(1);
    }
    told.deliver();
    assertThat(told.posted).hasSize(107);
    assertThat(told.deliveries.of(told.hook(made))).hasSizeLessThanOrEqualTo(100);
    for (int i = 1; i < Hooks.MOST; i++) {
      told.make(HookKind.KEY_REVOKED);
    }
    assertThatThrownBy(() -> told.make(HookKind.KEY_REVOKED))
        .isInstanceOfSatisfying(
            ServerFault.class, e -> assertThat(e.type()).isEqualTo(ServerFault.LIMIT));
  }

  @Test
  void whatNobodyCanBeToldIsRefused() {
    for (Set<String> kinds : List.of(Set.<String>of(), Set.of("gate.changed", "everything"))) {
      assertThatThrownBy(
              () -> told.hooks.make(Told.SYSTEM, "https://hooks.example.org/", kinds, "ada", 0))
          .isInstanceOfSatisfying(
              ServerFault.class, e -> assertThat(e.type()).isEqualTo(ServerFault.INVALID));
    }
  }
}
