package dev.bulwark.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.pickle.PeerCase;
import dev.bulwark.scan.pickle.PeerCase.Label;
import dev.bulwark.scan.pickle.PeerPickles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Other scanners' public cases, rebuilt from facts (`peers/*.tsv`), and each of their names in
/// every form that hides a call. Writes the table of `docs/peers.md`; run with
/// `-Dgolden.update=true` when a change of it is meant.
class PeersTest {
  private static final List<String> SOURCES =
      List.of("picklescan", "modelscan", "fickling", "modelaudit", "saferpickle", "pickleball");
  private static final double LEAST_MALICIOUS = 0.95;

  /// Honest names that are not passed, and why.
  private static final Map<String, String> NOT_PASSED =
      Map.of(
          "pickleball: flair",
          "flair's TransformerWordEmbeddings makes a model by the name and settings in the state");

  private final ModelFileScanner scanner =
      new ModelFileScanner("test", Limits.DEFAULT, System::nanoTime);

  /// How many of how many.
  private static final class Tally {
    private int cases;
    private int flagged;
    private int malicious;

    void add(Verdict verdict) {
      cases++;
      flagged += verdict.fails() ? 1 : 0;
      malicious += verdict == Verdict.MALICIOUS ? 1 : 0;
    }

    String row(String title) {
      return "| %s | %,d | %s | %s |\n"
          .formatted(title, cases, percent(flagged, cases), percent(malicious, cases));
    }

    private static String percent(int part, int whole) {
      return part == whole ? "100" : "%.1f".formatted(100.0 * part / whole);
    }
  }

  private Verdict verdict(String name, byte[] bytes) {
    CheckRun run = scanner.scan(Source.of(Place.of(name), bytes));
    return Verdict.of(run);
  }

  @Test
  void everyCaseOfTheOthersIsCalledWhatItIs() throws IOException {
    List<String> wrong = new ArrayList<>();
    Map<String, Tally> rows = new LinkedHashMap<>();
    for (String source : SOURCES) {
      for (PeerCase row : PeerCase.table(source)) {
        Verdict verdict = verdict("model.pkl", PeerPickles.file(row));
        String kind = source + ", " + row.label().name().toLowerCase(java.util.Locale.ROOT);
        rows.computeIfAbsent(kind, _ -> new Tally()).add(verdict);
        boolean expected =
            row.label() == Label.BENIGN
                ? !verdict.fails() || NOT_PASSED.containsKey(row.toString())
                : verdict.fails();
        if (!expected) {
          wrong.add(row + " is " + verdict);
        }
      }
    }
    Tally forms = forms(wrong);
    assertThat(wrong).isEmpty();
    rows.forEach(
        (kind, tally) -> {
          if (kind.endsWith("malicious")) {
            assertThat((double) tally.malicious / tally.cases)
                .as(kind)
                .isGreaterThanOrEqualTo(LEAST_MALICIOUS);
          }
        });
    assertThat((double) forms.malicious / forms.cases).isGreaterThanOrEqualTo(LEAST_MALICIOUS);
    golden(page(rows, forms));
  }

  /// Every malicious name of every table, in every form.
  private Tally forms(List<String> wrong) {
    Tally tally = new Tally();
    Set<String> seen = new LinkedHashSet<>();
    for (String source : SOURCES) {
      for (PeerCase row : PeerCase.table(source)) {
        if (row.label() == Label.MALICIOUS
            && !row.module().equals("-")
            && !row.name().contains(" ")
            && !row.technique().equals("result-called")
            && seen.add(row.module() + " " + row.name())) {
          PeerPickles.forms(row)
              .forEach(
                  (form, bytes) -> {
                    Verdict verdict = verdict("model.pkl", bytes);
                    tally.add(verdict);
                    if (!verdict.fails()) {
                      wrong.add(row + " " + form + " is " + verdict);
                    }
                  });
        }
      }
    }
    assertThat(seen).hasSizeGreaterThan(300);
    return tally;
  }

  private static String page(Map<String, Tally> rows, Tally forms) throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("# Other scanners' public cases\n\n")
        .append("<!-- Written by PeersTest. Run it with -Dgolden.update=true. -->\n\n")
        .append("Rebuilt from facts in the public tests of each project: which name, which ")
        .append("arguments, which trick, which label (`scan/src/test/resources/peers`,\n")
        .append("[ADR 0013](adr/0013-peers-and-corpora.md)). *Flagged* fails the gate; ")
        .append("*malicious* is our gravest verdict. On benign rows, flagged is a false alarm;\n")
        .append("`unreadable` cannot be loaded, or not by us, and must not pass.\n\n")
        .append("| material | cases | flagged % | malicious % |\n|---|--:|--:|--:|\n");
    rows.forEach((kind, tally) -> page.append(tally.row(kind)));
    page.append(forms.row("every malicious name above in every form"));
    NOT_PASSED.forEach(
        (row, why) ->
            page.append("\nFlagged although honest: ")
                .append(row)
                .append(": ")
                .append(why)
                .append(".\n"));
    page.append("\n## The others on the same material, % flagged\n\n")
        .append(
            "Measured by us in November 2026 with their own test files: picklescan 1.0.5 (with ")
        .append("`--strict` in brackets), modelscan 0.8.6, fickling 0.1.9+, modelaudit 0.2.27.\n\n")
        .append("| material | picklescan | modelscan | fickling | saferpickle | modelaudit |\n")
        .append("|---|--:|--:|--:|--:|--:|\n");
    try (var in = PeersTest.class.getResourceAsStream("/peers/measured.tsv")) {
      new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> page.append("| ").append(line.replace("\t", " | ")).append(" |\n"));
    }
    return page.toString();
  }

  private static void golden(String page) throws IOException {
    IO.println(page);
    Path file = Path.of("../docs/peers.md");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, page);
    }
    assertThat(page)
        .as("docs/peers.md; when the change is meant, run with -Dgolden.update=true")
        .isEqualTo(Files.readString(file));
  }
}
