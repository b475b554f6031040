package dev.bulwark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VerdictTest {
  private static final RuleId RULE = new RuleId("TST-001");
  private static final Place FILE = Place.of("m");

  private static Finding finding(Severity severity) {
    return new Finding(RULE, severity, FILE, "it is " + severity);
  }

  private static Outcome joined(Outcome... outcomes) {
    RuleTally tally = new RuleTally();
    for (Outcome outcome : outcomes) {
      tally.add(outcome);
    }
    return tally.outcome(RULE, FILE);
  }

  private static Outcome undecided(Outcome.Reason reason, Finding... soFar) {
    return new Outcome.Undecided(reason, "because", List.of(soFar));
  }

  @ParameterizedTest
  @EnumSource
  void onlyCleanAndNoticeOpenTheGate(Verdict verdict) {
    assertThat(verdict.fails()).isEqualTo(verdict != Verdict.CLEAN && verdict != Verdict.NOTICE);
  }

  @Test
  void theWorseOfTwoStandsWhicheverComesFirst() {
    for (Verdict one : Verdict.values()) {
      for (Verdict other : Verdict.values()) {
        assertThat(one.worse(other)).isEqualTo(other.worse(one)).isGreaterThanOrEqualTo(one);
      }
    }
  }

  @Test
  void aRunWhoseRulesConcernNothingIsIncomplete() {
    Outcome none = new Outcome.NotApplicable("no");
    assertThat(Verdict.of(run(none, none))).isEqualTo(Verdict.INCOMPLETE);
    assertThat(Verdict.of(run(none, Outcome.passed()))).isEqualTo(Verdict.CLEAN);
    assertThat(Verdict.of(run(none, undecided(Outcome.Reason.MALFORMED))))
        .isEqualTo(Verdict.MALFORMED);
  }

  private static CheckRun run(Outcome one, Outcome other) {
    SequencedMap<RuleId, Outcome> outcomes = new LinkedHashMap<>();
    outcomes.put(new RuleId("TST-001"), one);
    outcomes.put(new RuleId("TST-002"), other);
    Digest digest = Digest.of(Bytes.of(new byte[0]));
    return new CheckRun(
        "suite",
        new CheckRun.Checker("test", "1"),
        digest,
        List.of(new Subject("m", digest)),
        outcomes,
        Json.object().build());
  }

  @Test
  void failedBeatsUndecidedBeatsPassedBeatsNotApplicable() {
    Outcome none = new Outcome.NotApplicable("no");
    Outcome passed = Outcome.passed();
    Outcome open = undecided(Outcome.Reason.DEADLINE);
    Outcome failed = Outcome.of(List.of(finding(Severity.LOW)));
    assertThat(joined()).isInstanceOf(Outcome.NotApplicable.class);
    assertThat(joined(none, none)).isInstanceOf(Outcome.NotApplicable.class);
    assertThat(joined(passed, none)).isInstanceOf(Outcome.Passed.class);
    assertThat(joined(passed, open, none)).isInstanceOf(Outcome.Undecided.class);
    assertThat(joined(open, failed, passed)).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void whatAnUndecidedOutcomeHasSeenFails() {
    assertThat(joined(undecided(Outcome.Reason.MALFORMED, finding(Severity.CRITICAL))))
        .isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void whatIsLeftOutOfALongListStillCounts() {
    RuleTally tally = new RuleTally();
    for (int i = 0; i < 500; i++) {
      tally.add(Outcome.of(List.of(finding(Severity.NOTE))));
    }
    tally.add(Outcome.of(List.of(finding(Severity.CRITICAL))));
    Outcome outcome = tally.outcome(RULE, FILE);
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
    assertThat(outcome.findings()).extracting(Finding::severity).contains(Severity.CRITICAL);
  }
}
