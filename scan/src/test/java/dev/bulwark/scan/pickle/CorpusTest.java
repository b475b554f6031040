package dev.bulwark.scan.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What CPython's unpickler was seen to ask for, everywhere, also without python3.
class CorpusTest {

  @Test
  void namesEqualWhatCPythonWasSeenToAskFor() throws IOException {
    List<String> disagreements = new ArrayList<>();
    int cases = 0;
    for (String line : resource("corpus.tsv").split("\n")) {
      String[] fields = line.split("\t", -1);
      Oracle.Answer recorded =
          new Oracle.Answer(
              fields[1].equals("whole") ? Optional.empty() : Optional.of("-"), names(fields[2]));
      Traced.run(HexFormat.of().parseHex(fields[0]), true)
          .disagreement(recorded)
          .ifPresent(text -> disagreements.add(fields[0] + " " + text));
      cases++;
    }
    assertThat(disagreements).isEmpty();
    assertThat(cases).isGreaterThanOrEqualTo(600);
  }

  private static List<PickleName> names(String field) {
    List<PickleName> names = new ArrayList<>();
    for (String pair : field.isEmpty() ? new String[0] : field.split(",")) {
      String[] sides = pair.split(":", -1);
      names.add(new PickleName(text(sides[0]), text(sides[1])));
    }
    return names;
  }

  private static String text(String hex) {
    return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_16BE);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = CorpusTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
