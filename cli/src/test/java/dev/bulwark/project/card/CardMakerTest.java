package dev.bulwark.project.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.cli.CommandLines;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.project.report.html.CardPage;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.registry.VersionId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CardMakerTest {
  private static final VersionId ONE = new VersionId("scorer", 1);
  private static final Instant AT = Instant.parse("2026-11-24T11:00:00Z");

  @TempDir Path folder;

  private List<Evidence> ledger() {
    return WorkspaceReader.open(Home.of(folder.resolve("project"))).contents().evidence();
  }

  private ModelCard card(Instant at) {
    List<Evidence> ledger = ledger();
    return CardMaker.of(ledger, at, Policy.inForce(ledger, at).orElseThrow(), ONE);
  }

  private ModelCard.Section section(String id) {
    return card(AT.plusSeconds(7200)).sections().stream()
        .filter(section -> section.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /// What comes to the ledger afterwards changes no card of an earlier moment.
  @Test
  void theSameLedgerAndMomentGiveTheSameBytes() {
    CommandLines.run(
        folder,
        """
        $ copy credit-scoring @/project
        $ bulwark check @/project
        $ bulwark keys new rex --role registrar --insecure-no-passphrase --project @/project
        $ bulwark model push @/project/models --name scorer --as rex --project @/project
        """);
    String page = CardPage.of(card(AT));
    String json = CardText.json(card(AT)).canonical();
    assertThat(CardPage.of(card(AT))).isEqualTo(page);
    CommandLines.run(
        folder,
        """
        $ wait PT2H
        $ bulwark model hold scorer@1 --reason "case 7" --as rex --project @/project
        $ bulwark model examine scorer@1 --project @/project
        $ bulwark model push @/project/models --name tuned --derived-from scorer@1 --as rex --project @/project
        """);
    assertThat(CardPage.of(card(AT))).isEqualTo(page);
    assertThat(CardText.json(card(AT)).canonical()).isEqualTo(json);
    assertThat(CardPage.of(card(AT.plusSeconds(7200)))).isNotEqualTo(page);

    assertThat(section("identity").rows()).contains(List.of("legal hold", "case 7"));
    assertThat(section("lineage").rows())
        .anyMatch(row -> row.contains("is origin of, derived-from") && row.contains("tuned@1"));
    assertThat(section("checks").rows())
        .filteredOn(row -> row.get(1).equals("scorer@1/scorer.onnx"))
        .singleElement()
        .matches(row -> row.getLast().endsWith(", 1 before"));
  }

  @Test
  void findingsAndWhatNobodyExaminedAreSaid() {
    CommandLines.run(
        folder,
        """
        $ copy credit-scoring @/project
        $ copy credit-scoring-poisoned @/poisoned
        $ bulwark check @/project
        $ bulwark keys new rex --role registrar --insecure-no-passphrase --project @/project
        $ bulwark model push @/poisoned/models --name scorer --as rex --project @/project
        """);
    ModelCard card = card(AT);
    assertThat(card.state()).isEqualTo("FAILED");
    assertThat(section("findings").rows())
        .anyMatch(row -> row.contains("PKL-001") && row.get(2).startsWith("scorer@1/scorer.pt"));
    assertThat(card.unassessed())
        .contains(
            "No description names these bytes.",
            "No control was judged, because no description of a system covers these bytes.",
            "What it was made from is not on record.",
            "Whether it treats groups of people alike was not measured.");
  }
}
