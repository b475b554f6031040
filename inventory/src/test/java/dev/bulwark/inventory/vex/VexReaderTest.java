package dev.bulwark.inventory.vex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.inventory.osv.Vulnerability;
import dev.bulwark.inventory.purl.PackageUrl;
import dev.bulwark.inventory.purl.PurlReading;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VexReaderTest {
  private static final String OPEN_VEX =
      """
      {"@context":"https://openvex.dev/ns/v0.2.0","@id":"x","author":"Ann","timestamp":"2026-11-01T00:00:00Z","version":1,
       "statements":[
        {"vulnerability":{"name":"CVE-1","aliases":["GHSA-1"]},
         "products":[{"@id":"pkg:oci/app@1","subcomponents":[{"@id":"pkg:pypi/torch@2.1.0"}]}],
         "status":"not_affected","justification":"vulnerable_code_not_in_execute_path"},
        {"vulnerability":{"name":"CVE-2"},"products":[{"identifiers":{"purl":"pkg:pypi/numpy"}}],"status":"not_affected"},
        {"vulnerability":{"name":"CVE-3"},"products":["pkg:pypi/numpy@1.0"],"status":"fixed"},
        {"vulnerability":"CVE-4","products":["pkg:pypi/numpy"],"status":"under_investigation"}]}
      """;

  private static final String CYCLONE_DX =
      """
      {"bomFormat":"CycloneDX","specVersion":"1.6",
       "components":[{"type":"library","bom-ref":"t","name":"torch","purl":"pkg:pypi/torch@2.1.0"}],
       "vulnerabilities":[
        {"id":"CVE-1","analysis":{"state":"not_affected","justification":"code_not_reachable","detail":"no loader"},"affects":[{"ref":"t"}]},
        {"id":"CVE-2","analysis":{"state":"exploitable"},"affects":[{"ref":"t"}]},
        {"id":"CVE-3","analysis":{"state":"resolved"},"affects":[{"ref":"pkg:pypi/torch@2.1.0"}]},
        {"id":"CVE-4","affects":[{"ref":"t"}]}]}
      """;

  @Test
  void openVexIsAboutTheNamedPartsAndItsIds() {
    List<VexStatement> statements = read(OPEN_VEX);
    assertThat(statements)
        .extracting(VexStatement::status)
        .containsExactly(
            VexStatement.Status.NOT_AFFECTED,
            VexStatement.Status.NOT_AFFECTED,
            VexStatement.Status.FIXED,
            VexStatement.Status.UNDER_INVESTIGATION);
    VexStatement first = statements.getFirst();
    assertThat(first.isAbout(purl("pkg:pypi/torch@2.1.0"), vulnerability("GHSA-1"))).isTrue();
    assertThat(first.isAbout(purl("pkg:pypi/torch@2.2.0"), vulnerability("GHSA-1"))).isFalse();
    assertThat(first.isAbout(purl("pkg:oci/app@1"), vulnerability("GHSA-1"))).isFalse();
    assertThat(first.isAbout(purl("pkg:pypi/torch@2.1.0"), vulnerability("CVE-9"))).isFalse();
    assertThat(statements.get(1).isAbout(purl("pkg:pypi/numpy@7"), vulnerability("CVE-2")))
        .isTrue();
  }

  @Test
  void onlyAFixOrAReasonExcuses() {
    assertThat(read(OPEN_VEX))
        .extracting(VexStatement::excuses)
        .containsExactly(true, false, true, false);
    assertThat(read(CYCLONE_DX))
        .extracting(VexStatement::excuses)
        .containsExactly(true, false, true);
  }

  @Test
  void cycloneDxNamesComponentsByReference() {
    assertThat(read(CYCLONE_DX))
        .allMatch(statement -> statement.products().contains(purl("pkg:pypi/torch@2.1.0")));
  }

  @Test
  void otherDocumentsAndWordsAreRefused() {
    for (String text :
        List.of(
            "{}",
            "{",
            OPEN_VEX.replace("\"fixed\"", "\"mended\""),
            CYCLONE_DX.replace("resolved", "mended"))) {
      assertThat(VexReader.read(Bytes.utf8(text), budget()))
          .isInstanceOf(VexReader.Result.Malformed.class);
    }
  }

  private static List<VexStatement> read(String text) {
    return ((VexReader.Result.Read) VexReader.read(Bytes.utf8(text), budget())).statements();
  }

  private static Vulnerability vulnerability(String id) {
    return new Vulnerability(
        List.of(id),
        List.of(id),
        "",
        "",
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static PackageUrl purl(String text) {
    return ((PurlReading.Valid) PackageUrl.parse(text)).purl();
  }

  private static Budget budget() {
    return Budget.of(Limits.DEFAULT, System::nanoTime);
  }
}
