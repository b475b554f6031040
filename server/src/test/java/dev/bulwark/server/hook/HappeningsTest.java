package dev.bulwark.server.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.gate.DecisionStatement;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real ledger's entries are read as.
final class HappeningsTest {
  private static final Subject FILE = new Subject("a.pt", Digest.of(Bytes.utf8("a")));

  @TempDir private Path folder;
  private Instant now = Instant.parse("2026-11-01T08:00:00Z");
  private Workspace workspace;
  private int begun;

  @BeforeEach
  void open() {
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    workspace =
        Workspace.begin(
            Home.of(folder),
            "bulwark/test",
            new Shell(new Terminal(nowhere, nowhere, false, false), () -> now, System::nanoTime));
    begun = workspace.evidence().size();
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  private long record(String type, Json.Obj predicate) {
    now = now.plusSeconds(60);
    return workspace
        .record(List.of(new Statement(List.of(FILE), type, predicate)))
        .getFirst()
        .index();
  }

  private long decided(String gate, String decision) {
    return record(
        PredicateType.VERIFICATION_SUMMARY,
        Json.object()
            .put(
                DecisionStatement.EXTENSION,
                Json.object().put("gate", gate).put("decision", decision).build())
            .build());
  }

  private long checked(String... rules) {
    record(PredicateType.SYSTEM, Json.object().put("invalid", "test").build());
    List<Json> findings = new ArrayList<>();
    for (String rule : rules) {
      findings.add(
          Json.object()
              .put("rule", rule)
              .put("severity", "HIGH")
              .put("place", "a.pt")
              .put("message", "x")
              .build());
    }
    return record(
        PredicateType.TEST_RESULT,
        Json.object().put("suite", "model-scan").put("findings", Json.array(findings)).build());
  }

  private List<String> said() {
    return Happenings.of(workspace.evidence()).stream()
        .map(each -> each.kind().word() + " " + each.index())
        .toList();
  }

  @Test
  void aGateIsToldOfWhenItIsDecidedOtherwise() {
    long first = decided("design", "deny");
    decided("design", "deny");
    long holds = decided("design", "hold");
    long other = decided("admit", "deny");
    long opens = decided("design", "allow");
    assertThat(said())
        .containsExactly(
            "gate.changed " + first,
            "gate.changed " + holds,
            "approval.waiting " + holds,
            "gate.changed " + other,
            "gate.changed " + opens);
  }

  @Test
  void aFindingIsToldOfWhenItComesAndWhenItComesBack() {
    long first = checked("PKL-001");
    decided("design", "deny");
    checked("PKL-001");
    decided("design", "deny");
    checked();
    decided("design", "deny");
    long again = checked("PKL-001", "PKL-002");
    assertThat(said())
        .filteredOn(each -> each.startsWith("finding"))
        .containsExactly("finding.opened " + first, "finding.opened " + again);
  }

  @Test
  void theRegistrysEventsAreToldByTheirKind() {
    List<String> expected = new ArrayList<>();
    for (String[] each :
        new String[][] {
          {"deployed", "promotion", "release.promoted"},
          {"deployed", "rollback", "release.rolled_back"},
          {"deployed", "suspension", "release.suspended"},
          {"held", "", "version.held"},
          {"released", "", "version.held"},
          {"revoked", "", "version.revoked"},
          {"pushed", "", ""}
        }) {
      long index =
          record(
              PredicateType.REGISTRY,
              Json.object().put("event", each[0]).put("kind", each[1]).build());
      if (!each[2].isEmpty()) {
        expected.add(each[2] + " " + index);
      }
    }
    assertThat(said()).containsExactlyElementsOf(expected);
  }

  @Test
  void whatABeginningWritesIsNoNews() {
    assertThat(begun).isPositive();
    assertThat(said()).isEmpty();
  }

  @Test
  void whatWasSaidOfAnEntryIsSaidAgainWhenTheLedgerGrew() {
    decided("design", "deny");
    checked("PKL-001");
    List<String> before = said();
    decided("design", "hold");
    checked("PKL-001", "PKL-003");
    assertThat(said()).startsWith(before.toArray(String[]::new)).hasSizeGreaterThan(before.size());
  }
}
