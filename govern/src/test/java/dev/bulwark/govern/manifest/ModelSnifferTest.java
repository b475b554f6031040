package dev.bulwark.govern.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelSnifferTest {
  private record Row(String name, String hex, Optional<ModelFormat> format) {}

  private static Row row(String name, String hex, ModelFormat format) {
    return new Row(name, hex, Optional.of(format));
  }

  private static Row none(String name, String hex) {
    return new Row(name, hex, Optional.empty());
  }

  private static final List<Row> ROWS =
      List.of(
          row("a.safetensors", "02000000000000007b7d", ModelFormat.SAFETENSORS),
          row("notes.txt", "02000000000000007b7d", ModelFormat.SAFETENSORS),
          none("long.safetensors", "ff000000000000007b7d"),
          none("list.safetensors", "02000000000000005b5d"),
          row("a.gguf", "4747554603000000", ModelFormat.GGUF),
          row("a.tflite", "1c00000054464c33", ModelFormat.TFLITE),
          row("a.onnx", "08081207", ModelFormat.ONNX),
          none("a.dat", "08081207"),
          row("a.dat", "80047d2e", ModelFormat.PICKLE),
          row("weights.safetensors", "80027d2e", ModelFormat.PICKLE),
          row("a.joblib", "80037d2e", ModelFormat.JOBLIB),
          row("old.pt", "80028a0a6cfc9c46f9", ModelFormat.PICKLE),
          none("a.dat", "80047d00"),
          none("a.dat", "80ff7d2e"),
          row("protocol0.pkl", "636f730a", ModelFormat.PICKLE),
          row("a.pt", "504b0304", ModelFormat.TORCH),
          row("a.zip", "504b0304612f646174612e706b6c", ModelFormat.TORCH),
          none("a.jar", "504b0304"),
          row("a.keras", "504b0304", ModelFormat.KERAS),
          row("a.h5", "894844460d0a1a0a", ModelFormat.KERAS),
          none("data.hdf", "894844460d0a1a0a"),
          row("m/saved_model.pb", "0801", ModelFormat.SAVED_MODEL),
          none("empty.pkl", ""));

  @Test
  void bytesDecideAndNamesOnlyHint() {
    for (Row row : ROWS) {
      byte[] bytes = HexFormat.of().parseHex(row.hex());
      byte last = bytes.length == 0 ? 0 : bytes[bytes.length - 1];
      assertThat(ModelSniffer.sniff(row.name(), bytes, last, bytes.length))
          .as(row.toString())
          .isEqualTo(row.format());
    }
  }
}
