package dev.bulwark.project.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.cli.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an erasure leaves on the disk: neither the version's key as the registry wrapped it, nor as
/// it was sealed to an environment, nor a byte of its files.
class ErasureOnFilesTest {
  @TempDir Path folder;

  private List<Path> files(String below) throws IOException {
    Path root = folder.resolve("project/.bulwark/registry").resolve(below);
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void neitherKeysNorGrantsNorObjectsStay() throws IOException {
    String happened =
        CommandLines.run(
            folder,
            """
            $ copy credit-scoring @/project
            $ bulwark check @/project
            $ bulwark keys new cleo --role security --insecure-no-passphrase --project @/project
            $ bulwark keys new dan --role risk --insecure-no-passphrase --project @/project
            $ bulwark keys new ben --role technical --insecure-no-passphrase --project @/project
            $ bulwark keys new pri --role privacy --insecure-no-passphrase --project @/project
            $ bulwark keys new rex --role registrar --insecure-no-passphrase --project @/project
            $ bulwark keys new pia --role promoter --insecure-no-passphrase --project @/project
            $ bulwark keys new rob --role rollback --insecure-no-passphrase --project @/project
            $ bulwark attest risk-approval --as dan --project @/project
            $ bulwark attest threat-model-approval --as cleo --project @/project
            $ bulwark attest model-choice --as ben --project @/project
            $ bulwark attest privacy-assessment --as pri --project @/project
            $ bulwark model push @/project/models --name scorer --as rex --project @/project
            $ bulwark env add staging --gate stage --key-file @/staging.key --as rex --insecure-no-passphrase --project @/project
            $ bulwark promote scorer@1 --to staging --as pia --project @/project
            $ bulwark env suspend staging --as rob --reason "over" --project @/project
            """);
    assertThat(happened).contains("staging runs scorer@1", "staging is suspended");
    assertThat(files("grants")).isNotEmpty();
    assertThat(files("sealed")).hasSize(4);
    assertThat(
            CommandLines.run(
                folder,
                """
                $ wait PT10M
                $ bulwark model erase scorer@1 --reason "over" --as rex --project @/project
                """))
        .contains("ERASED");
    assertThat(files("grants")).isEmpty();
    assertThat(files("sealed")).isEmpty();
  }

  @Test
  void aHalfWrittenFileIsSweptAway() throws IOException {
    CommandLines.run(
        folder,
        """
        $ copy credit-scoring @/project
        $ bulwark check @/project
        $ bulwark keys new rex --role registrar --insecure-no-passphrase --project @/project
        $ bulwark model push @/project/models --name scorer --as rex --project @/project
        """);
    Path half = folder.resolve("project/.bulwark/registry/sealed/object~/123.0");
    Files.writeString(half, "half");
    String sweep = "$ wait PT10M\n$ bulwark registry sweep %s --project @/project\n";
    assertThat(CommandLines.run(folder, sweep.formatted("--dry-run")))
        .contains("0 objects and 1 half-written files to take away, 4B");
    assertThat(half).exists();
    assertThat(CommandLines.run(folder, sweep.formatted("")))
        .contains("1 half-written files taken away");
    assertThat(half).doesNotExist();
    assertThat(files("sealed")).hasSize(4);
  }

  @Test
  void programsAreToldOfRulesHoldsAndWhatIsDue() {
    String told =
        CommandLines.run(
            folder,
            """
            $ copy credit-scoring @/project
            $ bulwark check @/project
            $ bulwark keys new rex --role registrar --insecure-no-passphrase --project @/project
            $ bulwark model push @/project/models --name scorer --as rex --project @/project
            $ bulwark model push @/project/models --name other --as rex --project @/project
            $ bulwark model hold other@1 --reason "case 7" --as rex --project @/project
            $ bulwark registry retention --keep 0 --days 1 --as rex --project @/project
            $ wait P2D
            $ bulwark registry show --json --project @/project
            $ bulwark model list other --json --project @/project
            $ bulwark model card other@1 --json --project @/project
            """);
    assertThat(told)
        .contains("\"due\":[\"scorer@1\"]", "\"holds\":{\"other@1\":\"case 7\"}")
        .contains("\"rules\":[{\"asset\":\"\",\"by\":\"rex\",\"days\":1,\"keep\":0,")
        .contains("\"format\":\"bulwark-model-card/v1\"", "[\"legal hold\",\"case 7\"]");
  }
}
