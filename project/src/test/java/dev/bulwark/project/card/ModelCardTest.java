package dev.bulwark.project.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.project.report.html.CardPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The card as a page and as Markdown, over every kind of hostile text. After a wanted change,
/// rewrite the golden files with `-Dgolden.update=true` and read the difference.
class ModelCardTest {
  private static final Path GOLDEN = Path.of("src", "test", "resources", "card");
  private static final String HOSTILE =
      "<script>alert(1)</script> | [x](javascript:1) `*_#\u001b[2J\nnext \"line\" & 'more' </td>";

  private static ModelCard card() {
    return new ModelCard(
        "scorer@1",
        "model",
        "READY",
        "Scores " + HOSTILE,
        Instant.parse("2026-03-01T10:00:00Z"),
        List.of("Whether it is fair was not measured.", HOSTILE),
        List.of(
            new ModelCard.Section(
                "files",
                "Files",
                List.of("Name", "Size"),
                List.of(List.of("a.bin", "7B"), List.of(HOSTILE, "")),
                ""),
            new ModelCard.Section("waivers", "Waivers", List.of("Control"), List.of(), "None.")));
  }

  private static void assertGolden(String name, String text) throws IOException {
    Path file = GOLDEN.resolve(name);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(file, text);
    }
    assertThat(text).isEqualTo(Files.readString(file));
  }

  @Test
  void thePageIsAsItWas() throws IOException {
    assertGolden("card.html", CardPage.of(card()));
  }

  @Test
  void theMarkdownIsAsItWas() throws IOException {
    assertGolden("card.md", CardText.markdown(card()));
  }

  @Test
  void thePageHoldsNoMarkupFromEvidenceAndAsksForNothing() {
    String page = CardPage.of(card());
    assertThat(page)
        .doesNotContain("<script")
        .doesNotContain("\u001b")
        .doesNotContain("http:")
        .doesNotContain("https:")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .contains("default-src 'none'");
  }

  @Test
  void theMarkdownHoldsNoMarkupFromEvidence() {
    String text = CardText.markdown(card());
    assertThat(text).doesNotContain("<").doesNotContain("\u001b");
    assertThat(text).contains("\\| \\[x\\](javascript:1) \\`\\*\\_\\#");
    assertThat(text.lines().filter(line -> line.startsWith("next"))).isEmpty();
  }

  @Test
  void whatIsNotKnownStandsBeforeWhatIs() {
    assertThat(CardPage.of(card()).indexOf("What has not been assessed"))
        .isBetween(1, CardPage.of(card()).indexOf("id=\"files\""));
    assertThat(CardText.json(card()).texts("unassessed")).hasSize(2);
  }

  @Test
  void aRowHasAsManyCellsAsItsTable() {
    assertThatThrownBy(
            () ->
                new ModelCard.Section("x", "X", List.of("One"), List.of(List.of("a", "b")), "none"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
