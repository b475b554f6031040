package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.cli.Shell;
import dev.bulwark.cli.inventory.AdvisoryStore;
import dev.bulwark.cli.terminal.Progress;
import dev.bulwark.cli.terminal.Terminal;
import dev.bulwark.cli.workspace.Home;
import dev.bulwark.cli.workspace.WorkspaceReader;
import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.PredicateType;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What somebody states about a vulnerability is signed into the ledger and counts at the next
/// check.
final class VexTest {
  private static final String AT = "/systems/credit-scoring";

  @Test
  void aSignedStatementExcusesAVulnerability(@TempDir Path home) throws IOException {
    try (RunningServer server = RunningServer.in(home)) {
      Http admin = Http.begin(server.address(), server.firstLink(), "root");
      admin.submit("/systems", "/systems", "example", "credit-scoring");
      Path project = home.resolve("systems").resolve("credit-scoring");
      advise(Home.of(project), home.resolve("osv.zip"));
      Http security = admin.invited("cleo", "security");
      Http engineer = admin.invited("finn", "engineer");
      assertThat(security.submit(AT, AT + "/check").statusCode()).isEqualTo(303);
      String finding = finding(security);

      assertThat(state(engineer, finding, "not_affected", "component_not_present").statusCode())
          .isEqualTo(403);
      assertThat(state(security, finding, "not_affected", "").statusCode()).isEqualTo(400);
      assertThat(state(security, finding, "gone", "").statusCode()).isEqualTo(400);
      assertThat(security.get(finding).body()).contains("critical").doesNotContain("excused");
      assertThat(
              state(security, finding, "not_affected", "vulnerable_code_not_in_execute_path")
                  .statusCode())
          .isEqualTo(303);
      assertThat(security.get(finding).body())
          .contains("excused: not_affected vulnerable_code_not_in_execute_path")
          .contains("said by cleo");

      assertThat(WorkspaceReader.open(Home.of(project)).contents().evidence())
          .filteredOn(
              evidence ->
                  evidence.statement().predicateType().equals(PredicateType.ATTESTATION)
                      && evidence.statement().predicate().text("kind").equals(Optional.of("vex")))
          .singleElement()
          .satisfies(evidence -> assertThat(evidence.assurance()).isEqualTo(Assurance.A1));
    }
  }

  private static String finding(Http http) {
    Matcher link =
        Pattern.compile("href=\"(" + AT + "/findings/[0-9a-f]{16})\"")
            .matcher(http.get(AT + "/findings?rule=INV-001&severity=critical").body());
    assertThat(link.find()).isTrue();
    return link.group(1);
  }

  private static HttpResponse<String> state(
      Http who, String finding, String status, String justification) {
    return who.submit(
        finding,
        finding + "/vex",
        "vulnerability",
        "PYSEC-2026-1 in pkg:pypi/numpy@2.2.6",
        "status",
        status,
        "justification",
        justification,
        "reason",
        "Nothing here calls it.",
        "password",
        RunningServer.PASSWORD);
  }

  private static void advise(Home home, Path zip) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      out.putNextEntry(new ZipEntry("PYSEC-2026-1.json"));
      out.write(
          """
          {"id":"PYSEC-2026-1","modified":"%s",
           "severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
           "affected":[{"package":{"ecosystem":"PyPI","name":"numpy"},"versions":["2.2.6"]}]}
          """
              .formatted(Instant.now().minus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS))
              .getBytes(StandardCharsets.UTF_8));
    }
    PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream());
    Shell shell =
        new Shell(
            new Terminal(nowhere, nowhere, false, false), InstantSource.system(), System::nanoTime);
    try (Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      new AdvisoryStore(home, shell)
          .take(
              new AdvisoryStore.Given(List.of(zip), Optional.empty(), Optional.empty(), List.of()),
              progress);
    }
  }
}
