package dev.bulwark.inventory.bom;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.bulwark.inventory.component.Component;
import dev.bulwark.inventory.osv.CvssScore;
import dev.bulwark.inventory.osv.Vulnerability;
import dev.bulwark.inventory.purl.PackageUrl;
import dev.bulwark.inventory.purl.PurlReading;
import dev.bulwark.inventory.vex.VexReader;
import dev.bulwark.inventory.vex.VexStatement;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Subject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BomTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void officialSamplesAreJudgedAsTheyAreNamed() throws IOException {
    int cases = 0;
    for (String line : samples()) {
      String[] fields = line.split("\t", 2);
      for (String version :
          fields[0].endsWith("-1.7") ? List.of("1.7") : List.of("1.5", "1.6", "1.7")) {
        String document =
            fields[1].replace("\"specVersion\": \"1.7\"", "\"specVersion\": \"" + version + "\"");
        CycloneDxReading reading = check(document);
        assertThat(reading)
            .as("%s as %s", fields[0], version)
            .isInstanceOf(
                fields[0].startsWith("invalid")
                    ? CycloneDxReading.Invalid.class
                    : CycloneDxReading.Valid.class);
        cases++;
      }
    }
    System.out.println("CycloneDX samples: " + cases + " of " + cases + " cases hold");
  }

  @Test
  void otherDocumentsAreRefusedByName() {
    assertThat(check("{}")).isInstanceOf(CycloneDxReading.Malformed.class);
    assertThat(check("{")).isInstanceOf(CycloneDxReading.Malformed.class);
    assertThat(check("{\"specVersion\":\"1.7\",\"specVersion\":\"1.6\"}"))
        .isInstanceOf(CycloneDxReading.Malformed.class);
    assertThat(check("{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"2.0\"}"))
        .isEqualTo(new CycloneDxReading.UnknownVersion("2.0"));
    assertThat(
            check(
                "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":["
                    + "{\"type\":\"library\",\"name\":\"a\",\"bom-ref\":\"x\"},"
                    + "{\"type\":\"library\",\"name\":\"b\",\"bom-ref\":\"x\"}]}"))
        .isInstanceOf(CycloneDxReading.Invalid.class);
  }

  @Test
  void whatIsWrittenFollowsTheOfficialSchemas() {
    for (CycloneDx.Version version : CycloneDx.Version.values()) {
      for (BillOfMaterials bill : List.of(full(), empty())) {
        assertThat(check(CycloneDx.write(bill, version).canonical()))
            .isEqualTo(new CycloneDxReading.Valid(version.text()));
      }
    }
  }

  @Test
  void modelsNameTheirWeightsDataAndLimits() {
    String text = CycloneDx.write(full(), CycloneDx.Version.V1_7).canonical();
    assertThat(text)
        .contains(
            "\"type\":\"machine-learning-model\"",
            digest("weights").hex(),
            "\"datasets\":[{\"ref\":\"dataset/reviews@2\"}]",
            "\"license\":{\"id\":\"Apache-2.0\"}",
            "\"license\":{\"name\":\"our own\"}",
            "\"technicalLimitations\":[\"English only\"]",
            "\"sensitiveData\":[\"names\"]",
            "\"occurrences\":[{\"line\":3,\"location\":\"requirements.txt\"}]",
            "\"justification\":\"code_not_present\"",
            "\"state\":\"not_affected\"");
  }

  @Test
  void theSameContentGivesTheSameBytesAndSerialNumber() {
    BillOfMaterials one = full();
    List<Component> turned = new ArrayList<>(one.components());
    Collections.reverse(turned);
    BillOfMaterials other = with(one, turned, NOW);
    BillOfMaterials later = with(one, one.components(), NOW.plusSeconds(60));
    for (CycloneDx.Version version : CycloneDx.Version.values()) {
      assertThat(CycloneDx.write(other, version).canonical())
          .isEqualTo(CycloneDx.write(one, version).canonical());
      assertThat(CycloneDx.write(later, version).text("serialNumber"))
          .isEqualTo(CycloneDx.write(one, version).text("serialNumber"));
      assertThat(CycloneDx.write(with(one, List.of(), NOW), version).text("serialNumber"))
          .isNotEqualTo(CycloneDx.write(one, version).text("serialNumber"));
    }
    assertThat(Spdx.write(other).canonical()).isEqualTo(Spdx.write(one).canonical());
  }

  @Test
  void spdxFollowsTheOfficialSchema() throws IOException {
    Schema schema = spdxSchema();
    for (BillOfMaterials bill : List.of(full(), empty())) {
      assertThat(schema.validate(Spdx.write(bill).canonical(), InputFormat.JSON))
          .extracting(Object::toString)
          .isEmpty();
    }
    String broken = Spdx.write(full()).canonical().replace("\"trainedOn\"", "\"eatenBy\"");
    assertThat(schema.validate(broken, InputFormat.JSON)).isNotEmpty();
    assertThat(Spdx.write(full()).canonical())
        .contains("ai_AIPackage", "dataset_DatasetPackage", "trainedOn", digest("weights").hex());
  }

  @Test
  void hashesAreReadInBothSpellingsAndOnlyOfTheirLength() {
    String hex = "ab".repeat(32);
    assertThat(Hashes.of("sha256:" + hex)).contains(new Hashes("sha256", hex));
    assertThat(Hashes.of("sha512-" + "A".repeat(86) + "==").map(Hashes::cycloneDx))
        .contains("SHA-512");
    for (String text : List.of("sha256:aa", "apk-Q1aa=", "sha256:" + "zz".repeat(32), "x", "")) {
      assertThat(Hashes.of(text)).as(text).isEmpty();
    }
  }

  /// A bill of the written document read back as VEX says what went in.
  @Test
  void statementsSurviveTheRoundTrip() {
    Bytes written = CycloneDx.write(full(), CycloneDx.Version.V1_6).canonicalBytes();
    VexReader.Result result = VexReader.read(written, budget());
    assertThat(((VexReader.Result.Read) result).statements())
        .singleElement()
        .satisfies(
            statement -> {
              assertThat(statement.excuses()).isTrue();
              assertThat(statement.vulnerabilities()).contains("CVE-2026-1", "GHSA-1");
              assertThat(statement.products()).containsExactly(purl("pkg:pypi/torch@2.1.0"));
            });
  }

  private static BillOfMaterials empty() {
    return new BillOfMaterials(
        "nothing", "", List.of(), List.of(), List.of(), List.of(), false, NOW, "0.1.0");
  }

  private static BillOfMaterials with(
      BillOfMaterials bill, List<Component> components, Instant time) {
    return new BillOfMaterials(
        bill.name(),
        bill.version(),
        components,
        bill.models(),
        bill.datasets(),
        bill.vulnerabilities(),
        bill.complete(),
        time,
        bill.tool());
  }

  private static BillOfMaterials full() {
    PackageUrl torch = purl("pkg:pypi/torch@2.1.0");
    VexStatement statement =
        new VexStatement(
            "Ann",
            Set.of("CVE-2026-1"),
            List.of(torch),
            VexStatement.Status.NOT_AFFECTED,
            "vulnerable_code_not_present",
            "",
            "");
    Vulnerability known =
        new Vulnerability(
            List.of("CVE-2026-1", "GHSA-1"),
            List.of("GHSA-1"),
            "bad",
            "because",
            List.of("2.2"),
            CvssScore.of("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"),
            Optional.empty(),
            Optional.empty());
    Vulnerability unscored =
        new Vulnerability(
            List.of("PYSEC-2"),
            List.of("PYSEC-2"),
            "",
            "because",
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new BillOfMaterials(
        "reviews",
        "1.0",
        List.of(
            component("pkg:pypi/torch@2.1.0", "", Component.Scope.DIRECT, 3),
            component("pkg:npm/%40scope/a", "^1.0", Component.Scope.UNKNOWN, 9)),
        List.of(
            new BillOfMaterials.Model(
                "scorer",
                "3",
                Optional.of(purl("pkg:huggingface/acme/scorer@v3")),
                List.of(new Subject("model.safetensors", digest("weights"))),
                List.of("Apache-2.0"),
                new BillOfMaterials.ModelCard(
                    "supervised",
                    "text-classification",
                    "transformer",
                    "BERT",
                    List.of("reviews"),
                    List.of("text"),
                    List.of("label"),
                    List.of(new BillOfMaterials.Metric("accuracy", "0.93", "")),
                    List.of("sorting reviews"),
                    List.of("English only")))),
        List.of(
            new BillOfMaterials.Dataset(
                "reviews",
                "2",
                Optional.empty(),
                List.of(new Subject("reviews.csv", digest("data"))),
                List.of("our own"),
                "reviews of products",
                "internal",
                List.of("names"))),
        List.of(
            new BillOfMaterials.Known(torch, known, Optional.of(statement)),
            new BillOfMaterials.Known(torch, unscored, Optional.empty())),
        true,
        NOW,
        "0.1.0");
  }

  private static Component component(String purl, String range, Component.Scope scope, int line) {
    return new Component(
        purl(purl),
        range,
        scope,
        List.of("sha256:" + digest(purl).hex()),
        Place.of("requirements.txt").at(line, 1));
  }

  private static Digest digest(String text) {
    return Digest.of(Bytes.utf8(text));
  }

  private static PackageUrl purl(String text) {
    return ((PurlReading.Valid) PackageUrl.parse(text)).purl();
  }

  private static CycloneDxReading check(String text) {
    return CycloneDx.check(Bytes.utf8(text), budget());
  }

  private static Budget budget() {
    return Budget.of(Limits.DEFAULT, System::nanoTime);
  }

  private static List<String> samples() throws IOException {
    try (var in = BomTest.class.getResourceAsStream("/cyclonedx/samples.jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    }
  }

  private static Schema spdxSchema() throws IOException {
    try (var in = BomTest.class.getResourceAsStream("/resources/schema-v3.0.1.json")) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    }
  }
}
