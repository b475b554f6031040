package dev.bulwark.project.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.ModelFileScanner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Holds our SARIF against the OASIS schema, which comes in a test library.
class SarifSchemaTest {
  private static final String SCHEMA = "/schema/sarif-schema-2.1.0.json";

  private static Schema schema() throws IOException {
    try (InputStream in = SarifSchemaTest.class.getResourceAsStream(SCHEMA)) {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
    }
  }

  @Test
  void everyKindOfFindingIsValid() throws IOException {
    List<Rule> rules = new ModelFileScanner("1.2.3", Limits.DEFAULT, System::nanoTime).rules();
    List<Place> places =
        List.of(
            Place.of("a b/ü.pt"),
            Place.of("a.zip").at(0),
            Place.of("a.json").at(3, 4),
            Place.of("a.zip").inside("b\u001b.pt").inside("data.pkl").at(31));
    List<Finding> findings = new ArrayList<>();
    for (Place place : places) {
      for (Severity severity : Severity.values()) {
        findings.add(new Finding(rules.getFirst().id(), severity, place, "It \"does\" harm."));
      }
    }
    String sarif =
        SarifReport.of(
                "1.2.3",
                rules,
                List.of("MOD-01"),
                findings,
                List.of(
                    new Report.Undecided(
                        "model-file-scan", "FMT-001", "a", "MALFORMED", "expected b")))
            .canonical();
    assertThat(schema().validate(sarif, InputFormat.JSON)).extracting(Error::toString).isEmpty();
  }

  @Test
  void theSchemaWouldSayNo() throws IOException {
    assertThat(schema().validate("{\"version\":\"2.1.0\",\"runs\":[{}]}", InputFormat.JSON))
        .isNotEmpty();
  }
}
