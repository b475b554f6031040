package dev.bulwark.server.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.evidence.Statement;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.Workspace;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is followed from check to check is what the ledger says, and nothing else.
final class FindingsTest {
  private static final Instant START = Instant.parse("2026-11-01T08:00:00Z");
  private static final Subject FILE = new Subject("a.pt", Digest.of(Bytes.utf8("a")));
  private static final String CALL = "{PKL-001 CRITICAL a.pt@0x4 calls os.system}";

  @TempDir private Path folder;
  private Instant now = START;
  private Workspace workspace;

  @BeforeEach
  void open() {
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    workspace =
        Workspace.begin(
            Home.of(folder),
            "bulwark/test",
            new Shell(new Terminal(nowhere, nowhere, false, false), () -> now, System::nanoTime));
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  private static Statement described() {
    return new Statement(
        List.of(FILE), PredicateType.SYSTEM, Json.object().put("invalid", "test").build());
  }

  private static Statement decided() {
    return new Statement(
        List.of(FILE),
        PredicateType.VERIFICATION_SUMMARY,
        Json.object().put("gate", "design").put("verificationResult", "FAILED").build());
  }

  /// @param said `{rule severity place message…}` or `{rule undecided why…}`
  private static Statement result(String... said) {
    List<Json> findings = new ArrayList<>();
    List<Json> undecided = new ArrayList<>();
    for (String each : said) {
      String[] words = each.substring(1, each.length() - 1).split(" ", 4);
      if (words[1].equals("undecided")) {
        undecided.add(
            Json.object()
                .put("rule", words[0])
                .put("reason", "DEADLINE")
                .put("detail", words[2])
                .build());
      } else {
        findings.add(
            Json.object()
                .put("rule", words[0])
                .put("severity", words[1])
                .put("place", words[2])
                .put("message", words[3])
                .build());
      }
    }
    return new Statement(
        List.of(FILE),
        PredicateType.TEST_RESULT,
        Json.object()
            .put("suite", "model-file")
            .put("findings", Json.array(findings))
            .put("undecided", Json.array(undecided))
            .build());
  }

  private void check(String... said) {
    workspace.record(List.of(described(), result(said)));
    workspace.record(List.of(decided()));
    now = now.plus(Duration.ofDays(1));
  }

  private Findings findings() {
    List<Evidence> ledger = workspace.evidence();
    return Findings.of(ledger);
  }

  @Test
  void whatIsSeenAgainIsTheSameFromTheFirstDay() {
    check(CALL);
    String id = findings().open().getFirst().id();
    check();
    Found closed = findings().find(id).orElseThrow();
    assertThat(closed.open()).isFalse();
    assertThat(closed.lastSeen()).isEqualTo(START);
    assertThat(closed.age(now)).isEqualTo(Duration.ZERO);
    check("{PKL-001 HIGH a.pt@0x4 calls os.popen}");
    Found again = findings().find(id).orElseThrow();
    assertThat(again.open()).isTrue();
    assertThat(again.grade()).isEqualTo(Grade.HIGH);
    assertThat(again.messages()).containsExactly("calls os.popen");
    assertThat(again.firstSeen()).isEqualTo(START);
    assertThat(again.sightings()).extracting(Sighting::there).containsExactly(true, false, true);
    assertThat(again.age(now)).isEqualTo(Duration.ofDays(3));
  }

  @Test
  void whatCouldNotBeDecidedCountsAndNotesDoNot() {
    check("{PKL-001 undecided slow}", "{MAN-008 NOTE b.yaml:3:1 assumed}", CALL);
    assertThat(findings().open())
        .extracting(Found::grade)
        .containsExactly(Grade.CRITICAL, Grade.UNDECIDED, Grade.NOTE);
    assertThat(findings().trend()).hasSize(1);
    assertThat(findings().trend().getFirst().counting()).isEqualTo(2);
    assertThat(findings().open().get(1).place()).isEqualTo("a.pt");
  }

  @Test
  void anUnknownSeverityIsNeverANote() {
    check("{X-001 STRANGE a.pt odd}");
    assertThat(findings().open().getFirst().grade()).isEqualTo(Grade.UNDECIDED);
  }

  @Test
  void oneByOneOfARuleAndPlaceAreOne() {
    check(CALL, "{PKL-001 LOW a.pt@0x4 calls os.popen}", "{TR-001 HIGH a.pt threat}");
    assertThat(findings().open()).hasSize(1);
    assertThat(findings().open().getFirst().grade()).isEqualTo(Grade.CRITICAL);
    assertThat(findings().open().getFirst().messages()).hasSize(2);
  }

  /// A version that is examined on its own, after the decision, is no check of the system.
  @Test
  void whatIsNoCheckOfTheSystemChangesNothing() {
    check(CALL);
    workspace.record(List.of(result("{PKL-001 CRITICAL other.pt calls os.system}")));
    workspace.record(List.of(described(), result(), described(), result(CALL)));
    assertThat(findings().open()).hasSize(1);
    assertThat(findings().trend()).extracting(Findings.Point::counting).containsExactly(1, 1);
  }

  @Test
  void aFilterLeavesOutWhatItSays() {
    check(CALL, "{MAN-008 NOTE b.yaml:3:1 assumed}");
    check("{MAN-008 NOTE b.yaml:3:1 assumed}");
    assertThat(Filter.of("open", "", "", "", "").of(findings())).hasSize(1);
    assertThat(Filter.of("closed", "", "", "", "").of(findings())).hasSize(1);
    assertThat(Filter.of("all", "critical", "", "", "age").of(findings())).hasSize(1);
    assertThat(Filter.of("all", "", "MAN-008", "B.YAML", "rule").of(findings())).hasSize(1);
    assertThat(Filter.of("nonsense", "nonsense", "", "", "nonsense").of(findings())).hasSize(1);
  }
}
