package dev.bulwark.scan.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamedPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "../weights",
        "a/../../b",
        "a/..",
        "..\\b",
        "C:\\b",
        "C:b",
        "\\\\host\\share",
        "file:///etc/passwd",
        "~/x",
        "",
        " ",
        "a\0b",
        "*/_ORT_MEM_ADDR_/*"
      })
  void aLocationThatIsNoPlainRelativePathLeaves(String location) {
    assertThat(NamedPath.staysInside(location)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"weights.bin", "data/weights", "./w", "a..b/c", "model.onnx.data"})
  void aPlainRelativePathStays(String location) {
    assertThat(NamedPath.staysInside(location)).isTrue();
  }
}
