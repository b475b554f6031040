package dev.bulwark.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementTest {
  private static final String HEX = "ab".repeat(32);
  private static final String HEAD = "{\"_type\":\"https://in-toto.io/Statement/v1\",";

  private static Statement parse(String text) {
    return Statement.parse(Bytes.utf8(text));
  }

  @Test
  void aStatementReadsBackAsItWasWritten() {
    Statement statement =
        new Statement(
            List.of(
                new Subject("a", Digest.of(Bytes.utf8("a"))),
                new Subject("", Digest.of(Bytes.utf8("b")))),
            "https://example.com/p",
            Json.object().put("x", 1).build());
    assertThat(Statement.parse(statement.json().canonicalBytes())).isEqualTo(statement);
  }

  @Test
  void whatTheStandardLeavesOpenIsPassedOver() {
    Statement statement =
        parse(
            HEAD
                + "\"more\":[1],\"predicateType\":\"p\",\"subject\":[{\"uri\":\"x\",\"digest\":{\"sha1\":\"00\",\"sha256\":\""
                + HEX
                + "\"}}]}");
    assertThat(statement.subjects()).containsExactly(new Subject("", Digest.ofHex(HEX)));
    assertThat(statement.predicate()).isEqualTo(Json.object().build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | $._type",
        "{\"_type\":\"https://in-toto.io/Statement/v0.1\"} | $._type",
        "HEAD\"predicateType\":\"p\"} | $.subject",
        "HEAD\"predicateType\":\"p\",\"subject\":[]} | $.subject",
        "HEAD\"predicateType\":\"p\",\"subject\":[\"x\"]} | $.subject[0]",
        "HEAD\"predicateType\":\"p\",\"subject\":[{\"name\":\"x\"}]} | $.subject[0].digest",
        "HEAD\"predicateType\":\"p\",\"subject\":[{\"name\":1,\"digest\":{}}]} | $.subject[0].name",
        "HEAD\"predicateType\":\"p\",\"subject\":[{\"digest\":{\"sha512\":\"00\"}}]} | $.subject[0].digest.sha256",
        "HEAD\"predicateType\":\"p\",\"subject\":[{\"digest\":{\"sha256\":\"AB\"}}]} | $.subject[0].digest.sha256",
        "HEAD\"predicateType\":\" \",\"subject\":[{\"digest\":{\"sha256\":\"HEX\"}}]} | $.predicateType",
        "HEAD\"predicateType\":\"p\",\"predicate\":[],\"subject\":[{\"digest\":{\"sha256\":\"HEX\"}}]} | $.predicate",
      })
  void anotherShapeIsRefusedWithItsPlace(String text, String path) {
    assertThatThrownBy(() -> parse(text.replace("HEAD", HEAD).replace("HEX", HEX)))
        .isInstanceOf(EvidenceFault.class)
        .hasMessageContaining(path);
  }
}
