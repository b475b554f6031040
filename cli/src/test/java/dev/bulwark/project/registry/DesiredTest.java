package dev.bulwark.project.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.cli.CommandLines;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.registry.release.Pass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who was held up with an old pass in hand does not put it in the place of a newer one.
class DesiredTest {
  @TempDir Path folder;

  @Test
  void anOlderPassTakesNoPlaceAndAnythingElseIsWrittenOver() throws IOException {
    CommandLines.run(
        folder,
        """
        $ copy credit-scoring @/project
        $ bulwark check @/project
        $ bulwark keys new rex --role registrar --insecure-no-passphrase --project @/project
        $ bulwark keys new rob --role rollback --insecure-no-passphrase --project @/project
        $ bulwark env add staging --gate stage --key-file @/staging.key --as rex --insecure-no-passphrase --project @/project
        $ bulwark env suspend staging --as rob --reason "over" --project @/project
        """);
    Path file = folder.resolve("project/.bulwark/registry/desired/staging.pass");
    Bytes old = Bytes.of(Files.readAllBytes(file));
    CommandLines.run(
        folder,
        """
        $ wait PT10M
        $ bulwark env suspend staging --as rob --reason "again" --project @/project
        """);
    Bytes newer = Bytes.of(Files.readAllBytes(file));
    assertThat(newer).isNotEqualTo(old);
    WorkspaceReader reader = WorkspaceReader.open(Home.of(folder.resolve("project")));
    Desired desired = new Desired(reader.ledger(), reader.root());
    desired.publish(file, Pass.parse(old));
    assertThat(Bytes.of(Files.readAllBytes(file))).isEqualTo(newer);
    Files.writeString(file, "no pass");
    desired.publish(file, Pass.parse(newer));
    assertThat(Bytes.of(Files.readAllBytes(file))).isEqualTo(newer);
    Files.write(file, old.toArray());
    desired.publish(file, Pass.parse(newer));
    assertThat(Bytes.of(Files.readAllBytes(file))).isEqualTo(newer);
    long entries = reader.checkpoint().size();
    assertThat(desired.isOf(file, entries)).isTrue();
    assertThat(desired.isOf(file, entries + 1)).isFalse();
    Files.write(file, old.toArray());
    assertThat(desired.isOf(file, entries)).as("an older one").isFalse();
    assertThat(desired.isOf(file.resolveSibling("none.pass"), entries)).isFalse();
  }
}
