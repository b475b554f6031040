package dev.bulwark.registry.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.control.Lab;
import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.LogInMemory;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Suite;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.channel.Address;
import dev.bulwark.registry.channel.Source;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.Watch;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.event.RegistryEvent.Verified.Result;
import dev.bulwark.registry.lesson.About;
import dev.bulwark.registry.lesson.Change;
import dev.bulwark.registry.lesson.Lesson;
import dev.bulwark.registry.lesson.LessonChecks;
import dev.bulwark.registry.lesson.Lessons;
import dev.bulwark.registry.release.Registrar;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the suites say of registries that are as they should be, and of those that are not.
class UpdateChecksTest {
  @TempDir private Path folder = Path.of(".");

  private static SequencedMap<RuleId, Outcome> run(Vendor vendor, Suite<Updates> suite) {
    AtomicReference<SequencedMap<RuleId, Outcome>> outcomes = new AtomicReference<>();
    vendor.memory.run(
        log -> outcomes.set(suite.run(Updates.at(log.all(), vendor.memory.now), budget())));
    return outcomes.get();
  }

  private static Budget budget() {
    return Budget.of(Limits.DEFAULT, () -> 0);
  }

  private static void says(Vendor vendor, String rule, Class<? extends Outcome> outcome) {
    Suite<Updates> suite =
        UpdateChecks.tests().rules().stream().anyMatch(it -> it.id().value().equals(rule))
            ? UpdateChecks.tests()
            : UpdateChecks.status();
    assertThat(run(vendor, suite).get(new RuleId(rule))).as(rule).isInstanceOf(outcome);
  }

  /// Release 1.0 runs everywhere, 1.1 was staged and taken back.
  private Vendor lived() {
    Vendor vendor = new Vendor(folder).renewed();
    vendor.tell(Result.BAD);
    vendor.pass();
    return vendor;
  }

  @Test
  void aRegistryThatLivesWellPassesAll() {
    Vendor vendor = lived();
    assertThat(run(vendor, UpdateChecks.tests()).values())
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Passed.class));
    assertThat(run(vendor, UpdateChecks.status()).values())
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Passed.class));
  }

  @Test
  void anEmptyRegistryProvesNothing() {
    Vendor vendor = new Vendor(folder);
    for (Suite<Updates> suite : List.of(UpdateChecks.tests(), UpdateChecks.status())) {
      CheckRun run =
          new CheckRun(
              suite.name(),
              new CheckRun.Checker("test", "1"),
              Digest.of(Bytes.EMPTY),
              List.of(Lab.MANIFEST),
              run(vendor, suite),
              Json.object().build());
      assertThat(run.verdict()).isEqualTo(CheckRun.Verdict.NOT_APPLICABLE);
    }
  }

  @Test
  void whatWasNeverTakenBackWasNeverTried() {
    Vendor vendor = new Vendor(folder).follow();
    vendor.release("1.0", Vendor.FIRST);
    vendor.pass();
    says(vendor, "UPD-003", Outcome.Failed.class);
    Vendor old = lived();
    says(old, "UPD-003", Outcome.Passed.class);
    old.wait(Duration.ofDays(31));
    says(old, "UPD-003", Outcome.Failed.class);
  }

  @Test
  void whatRunsAndFailsByNowIsFound() {
    Vendor vendor = lived();
    Digest content = vendor.state().version(Vendor.ONE).content().digest();
    vendor.memory.run(
        log ->
            log.record(
                new RegistryEvent.Examined(
                        Vendor.ONE,
                        content,
                        RegistryEvent.Examined.Standing.FAILED,
                        List.of(),
                        List.of("PKL-001"))
                    .statement(List.of()),
                LogInMemory.JUDGE));
    says(vendor, "UPD-002", Outcome.Failed.class);
  }

  @Test
  void aSilentChangeIsFound() {
    Vendor vendor = lived();
    vendor.release("1.0", "model X");
    vendor.pass();
    says(vendor, "UPD-004", Outcome.Failed.class);
  }

  @Test
  void aSourceNobodyLooksAtIsFound() {
    Vendor vendor = new Vendor(folder).follow();
    says(vendor, "UPD-006", Outcome.Failed.class);
    vendor.release("1.0", Vendor.FIRST);
    vendor.pass();
    says(vendor, "UPD-006", Outcome.Passed.class);
    vendor.wait(Duration.ofDays(8));
    says(vendor, "UPD-006", Outcome.Failed.class);
  }

  @Test
  void aSourceWithAProblemIsFound() {
    Vendor vendor = lived();
    vendor.releases.unsigned("2.0", Map.of("x.pkl", "x"));
    vendor.pass();
    says(vendor, "UPD-006", Outcome.Failed.class);
  }

  @Test
  void aClosedChannelFollowsNothing() {
    Vendor vendor = lived();
    says(vendor, "UPD-005", Outcome.Passed.class);
    vendor.memory.run(log -> new Registrar(vendor.book(log)).unfollow("vendor", Vendor.OLA, ""));
    says(vendor, "UPD-005", Outcome.Failed.class);
    says(vendor, "UPD-006", Outcome.NotApplicable.class);
  }

  @Test
  void aWatchOverPlainHttpIsFoundAndSaid() {
    Watch watch = new Watch.Ask(Address.of("http://localhost/x", "", true));
    assertThat(watch.text()).isEqualTo("http://localhost/x (insecure http)");
    Vendor vendor = new Vendor(folder);
    vendor.follow(draft -> draft.watch = watch);
    says(vendor, "UPD-007", Outcome.Failed.class);
    Vendor other = new Vendor(folder);
    Watch safe = new Watch.Ask(Address.of("https://localhost/x", "", false));
    other.follow(draft -> draft.watch = safe);
    says(other, "UPD-007", Outcome.Passed.class);
  }

  @Test
  void plainHttpAndHoldingAreFound() {
    Vendor vendor = new Vendor(folder);
    vendor.follow(
        draft -> {
          draft.source = new Source.Index(Address.of("http://localhost/x", "", true));
          draft.onFailedWatch = Terms.OnFailedWatch.HOLD;
        });
    says(vendor, "UPD-007", Outcome.Failed.class);
    says(vendor, "UPD-008", Outcome.Failed.class);
  }

  @Test
  void anUpdateThatWaitsTooLongIsFound() {
    Vendor vendor = new Vendor(folder).follow();
    vendor.release("1.0", Vendor.FIRST);
    vendor.pass();
    vendor.wait(Duration.ofDays(13));
    says(vendor, "UPD-009", Outcome.Passed.class);
    vendor.wait(Duration.ofDays(2));
    says(vendor, "UPD-009", Outcome.Failed.class);
  }

  private static Lessons lessons(Vendor vendor) {
    AtomicReference<Lessons> lessons = new AtomicReference<>();
    vendor.memory.run(log -> lessons.set(Lessons.at(log.all(), vendor.memory.now)));
    return lessons.get();
  }

  private static void draw(Vendor vendor, Lesson lesson, String person) {
    vendor.memory.run(log -> log.record(lesson.statement(), EvidenceFixture.key(person)));
  }

  private static Outcome closure(Vendor vendor, String rule, boolean stands) {
    Change.Lookup lookup =
        new Change.Lookup() {
          @Override
          public Change find(String text) {
            return new Change.None();
          }

          @Override
          public boolean stands(Change change) {
            return stands;
          }
        };
    return LessonChecks.suite(lookup).run(lessons(vendor), budget()).get(new RuleId(rule));
  }

  private static final About RETURN = new About.Rollback("staging", 3);

  @Test
  void aReturnOwesALessonForThirtyDays() {
    Vendor vendor = lived();
    assertThat(lessons(vendor).owed()).extracting(Lessons.Owed::about).containsExactly(RETURN);
    assertThat(closure(vendor, "LSN-001", true)).isInstanceOf(Outcome.Passed.class);
    vendor.wait(Duration.ofDays(31));
    assertThat(closure(vendor, "LSN-001", true)).isInstanceOf(Outcome.Failed.class);
    draw(vendor, new Lesson(RETURN, new Change.Rule("PKL-001"), "learned"), "ola");
    assertThat(lessons(vendor).owed()).isEmpty();
    assertThat(closure(vendor, "LSN-001", true)).isInstanceOf(Outcome.Passed.class);
  }

  @Test
  void aFailedReleaseOwesALesson() {
    Vendor vendor = new Vendor(folder).follow();
    vendor.failing("model 9");
    vendor.release("1.0", "model 9");
    vendor.pass();
    assertThat(lessons(vendor).owed())
        .extracting(Lessons.Owed::about)
        .containsExactly(new About.Update("vendor", 1));
  }

  @Test
  void aFailedReleaseThatIsGoneStillOwesItsLesson() {
    Vendor vendor = new Vendor(folder).follow();
    vendor.failing("model 9");
    vendor.release("1.0", "model 9");
    vendor.pass();
    vendor.memory.run(
        log -> new Registrar(vendor.book(log)).revoke(Vendor.ONE, Vendor.OLA, "it is bad anyway"));
    assertThat(lessons(vendor).owed())
        .extracting(Lessons.Owed::what)
        .containsExactly("release 1.0, scorer@1, failed its examination: PKL-001");
    vendor.erasing(erasing -> erasing.erase(Vendor.ONE, Vendor.OLA, "and takes room"));
    assertThat(lessons(vendor).owed())
        .extracting(Lessons.Owed::about)
        .containsExactly(new About.Update("vendor", 1));
  }

  @Test
  void onlyAPersonWhoHoldsARoleDrawsALesson() {
    Vendor vendor = lived();
    Lesson lesson = new Lesson(RETURN, new Change.None(), "nothing to learn");
    vendor.memory.run(
        log ->
            LogInMemory.event(
                log,
                LogInMemory.enrol(RosterEvent.Holder.person("zoe"), "zoe", vendor.memory.now)));
    assertThatThrownBy(() -> requireRole(vendor)).isInstanceOf(RegistryFault.class);
    draw(vendor, lesson, "zoe");
    assertThat(lessons(vendor).drawn()).isEmpty();
    assertThat(lessons(vendor).owed()).hasSize(1);
    vendor.wait(Duration.ofMinutes(1));
    vendor.memory.run(
        log ->
            LogInMemory.event(log, new RosterEvent.Granted("zoe", "reviewer", vendor.memory.now)));
    assertThat(lessons(vendor).drawn()).as("a role is no word about the past").isEmpty();
    requireRole(vendor);
    draw(vendor, lesson, "zoe");
    assertThat(lessons(vendor).drawn()).extracting(Lessons.Drawn::by).containsExactly("zoe");
  }

  private static void requireRole(Vendor vendor) {
    vendor.memory.run(
        log -> Lessons.requireRole(EvidenceFixture.key("zoe").id(), log.all(), vendor.memory.now));
  }

  @Test
  void onlyAPersonWhoseKeyCountsDrawsALesson() {
    Vendor vendor = lived();
    Lesson lesson = new Lesson(RETURN, new Change.None(), "nothing to learn");
    draw(vendor, lesson, "judge");
    assertThat(lessons(vendor).drawn()).isEmpty();
    draw(vendor, lesson, "ola");
    assertThat(lessons(vendor).drawn()).extracting(Lessons.Drawn::by).containsExactly("ola");
    assertThat(lessons(vendor).drawn().getFirst().lesson()).isEqualTo(lesson);
  }

  @Test
  void aChangeThatIsGoneReopensItsLesson() {
    Vendor vendor = lived();
    assertThat(closure(vendor, "LSN-002", true)).isInstanceOf(Outcome.NotApplicable.class);
    draw(
        vendor,
        new Lesson(RETURN, new Change.Test("t.py", Digest.of(Bytes.EMPTY)), "learned"),
        "ola");
    assertThat(closure(vendor, "LSN-002", true)).isInstanceOf(Outcome.Passed.class);
    assertThat(closure(vendor, "LSN-002", false)).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void everyLessonIsAboutSomethingThatIsThere() {
    Vendor vendor = lived();
    for (String there : List.of("update:vendor@1", "rollback:staging@3", "incident:INC-7")) {
      Lessons.require(About.parse(there).orElseThrow(), vendor.state());
    }
    for (String missing :
        List.of(
            "update:vendor@9",
            "update:other@1",
            "rollback:staging@1",
            "rollback:moon@1",
            "refusal:0")) {
      assertThatThrownBy(() -> Lessons.require(About.parse(missing).orElseThrow(), vendor.state()))
          .as(missing)
          .isInstanceOf(RegistryFault.class);
    }
    for (String none :
        List.of(
            "",
            "update",
            "update:",
            "update:vendor",
            "refusal:-1",
            "refusal:01",
            "incident:",
            "incident:a b",
            "x:y")) {
      assertThat(About.parse(none)).as(none).isEmpty();
    }
  }
}
