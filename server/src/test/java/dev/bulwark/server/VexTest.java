package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.PredicateType;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.WorkspaceReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
      Advised.in(Home.of(project), home.resolve("osv.zip"));
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

  /// The moment of the page, for those who see its form.
  private static String at(Http who, String finding) {
    Matcher at = Pattern.compile("name=\"at\" value=\"([^\"]+)\"").matcher(who.get(finding).body());
    return at.find() ? at.group(1) : "";
  }

  private static HttpResponse<String> state(
      Http who, String finding, String status, String justification) {
    return who.submit(
        finding,
        finding + "/vex",
        "at",
        at(who, finding),
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
}
