package dev.bulwark.scan;

import static dev.bulwark.scan.Scans.scan;
import static dev.bulwark.scan.protobuf.RawMessage.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineFilesTest {
  @ParameterizedTest
  @ValueSource(strings = {"ftrt", "ptrt", "RKNN\0\0\0\0", "B\0C\0N\0\0\0"})
  void whatCannotBeInspectedIsSaidToBeSo(String magic) {
    byte[] file = Arrays.copyOf(magic.getBytes(StandardCharsets.ISO_8859_1), 400);
    CheckRun run = scan("m", file);
    assertThat(GraphFiles.failing(run)).containsExactly("ENG-001");
    assertThat(Verdict.of(run)).isEqualTo(Verdict.SUSPICIOUS);
    assertThat(run.details().canonical()).contains("\"unaccountedBytes\":400");
    assertThat(Verdict.of(scan("m", Arrays.copyOf(file, 10)))).isEqualTo(Verdict.INCOMPLETE);
  }

  @Test
  void coreMlModelsGiveTheirVerdict() {
    byte[] plain = message().number(1, 4).put(500, message()).build();
    assertThat(Verdict.of(scan("m.mlmodel", plain))).isEqualTo(Verdict.CLEAN);
    byte[] custom = message().number(1, 4).put(555, message().text(10, "C")).build();
    CheckRun run = scan("m.mlmodel", custom);
    assertThat(GraphFiles.failing(run)).containsExactly("CML-001");
    byte[] odd = message().number(1, 4).put(500, message()).number(77, 1).build();
    assertThat(GraphFiles.failing(scan("m.mlmodel", odd))).containsExactly("CML-004");
  }
}
