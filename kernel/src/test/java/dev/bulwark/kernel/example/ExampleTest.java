package dev.bulwark.kernel.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExampleTest {
  private static final String TEXT =
      """
      -- a/b.json --
      {"a": 1}
      -- m.pkl (bytes) --
      00000000  80 04 4e 2e                                      |..N.|
      -- reads as --
      0x00  PROTO 4
      -- says --
      m.pkl@0x2 words
      -- beside it --
      FMT-002 m.pkl others
      """;

  @Test
  void anExampleIsReadAndWrittenWithoutLoss() {
    Example example = Example.parse(TEXT);
    assertThat(example.parts())
        .containsExactly(
            new Part("a/b.json", true, Bytes.utf8("{\"a\": 1}\n")),
            new Part("m.pkl", false, Bytes.parseHex("80044e2e")));
    assertThat(example.reading()).isEqualTo("0x00  PROTO 4");
    assertThat(example.says()).containsExactly("m.pkl@0x2 words");
    assertThat(example.beside()).containsExactly("FMT-002 m.pkl others");
    assertThat(example.render()).isEqualTo(TEXT);
  }

  @Test
  void bytesSurviveTheirDump() {
    Random random = new Random(7);
    for (int size = 0; size < 200; size++) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      if (size > 100) {
        java.util.Arrays.fill(bytes, 16, size - 10, (byte) 0);
      }
      Bytes content = Bytes.of(bytes);
      assertThat(HexDump.parse(HexDump.lines(content), 1)).isEqualTo(content);
    }
  }

  @Test
  void rowsThatRepeatAreLeftOut() {
    assertThat(HexDump.lines(Bytes.of(new byte[100]))).hasSize(3).contains("*");
  }

  @Test
  void aLineThatIsNotUnderstoodIsNamed() {
    assertThatThrownBy(() -> Example.parse("words\n")).hasMessageContaining("line 1: expected");
    for (String row : List.of("00000010  80", "00000000  8", "00000000  zz", "rubbish")) {
      assertThatThrownBy(() -> Example.parse("-- a (bytes) --\n" + row + "\n"))
          .hasMessageContaining("line 2: expected a row of a hex dump");
    }
  }

  @Test
  void anExcerptKeepsTheRowsThatAreSpokenOf() {
    byte[] bytes = new byte[1600];
    Part part = new Part("m", false, Bytes.of(bytes));
    assertThat(part.excerpt(List.of("m@0x320 here")))
        .startsWith("00000000  00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00  |................|")
        .anyMatch(row -> row.startsWith("00000320"))
        .noneMatch(row -> row.startsWith("00000100"))
        .hasSizeLessThan(12)
        .endsWith("…");
    assertThat(new Part("m", false, Bytes.of(new byte[80])).excerpt(List.of())).hasSize(5);
  }
}
