package dev.bulwark.server.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.cli.Main;
import dev.bulwark.evidence.keys.KeyFile;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.store.BlobStore;
import dev.bulwark.kernel.store.CasStore;
import dev.bulwark.kernel.store.ObjectStore;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.registry.StoredVersions;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.EvidenceStores;
import dev.bulwark.project.workspace.FileStores;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.intake.Incoming;
import dev.bulwark.registry.seal.PackingList;
import dev.bulwark.registry.state.Version;
import dev.bulwark.server.disk.FreeRoom;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was sealed into a bucket is read from the bucket.
final class PullFromS3Test {
  private static final PrintStream NOWHERE = new PrintStream(PrintStream.nullOutputStream());
  private static final Shell SHELL =
      new Shell(new Terminal(NOWHERE, NOWHERE, false, false), Instant::now, System::nanoTime);

  @TempDir private Path temp;

  /// As of several replicas, but for the ledger.
  private record Stores(FileStores files, ObjectStore sealed) implements EvidenceStores {
    @Override
    public String place() {
      return files.place();
    }

    @Override
    public LedgerStores ledger() {
      return files.ledger();
    }

    @Override
    public BlobStore vault() {
      return files.vault();
    }

    @Override
    public CasStore cells() {
      return files.cells();
    }

    @Override
    public boolean hasLedger() {
      return files.hasLedger();
    }
  }

  private static void command(String... all) {
    assertThat(Main.run(SHELL, new LinkedHashMap<>(), all)).as(String.join(" ", all)).isLessThan(3);
  }

  @Test
  void aVersionIsDownloaded() throws IOException, InterruptedException {
    Path project = temp.resolve("project");
    Path example = Path.of("../examples/credit-scoring");
    try (Stream<Path> files = Files.walk(example)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Files.copy(file, project.resolve(example.relativize(file).toString()));
      }
    }
    String at = project.toString();
    command("check", at);
    command(
        "keys", "new", "rex", "--role", "registrar", "--insecure-no-passphrase", "--project", at);
    Path root = project.resolve(".bulwark");
    Path model = project.resolve("models/scorer.safetensors");
    try (Stream<Path> models = Files.list(project.resolve("models"))) {
      model =
          models.filter(file -> file.toString().endsWith(".safetensors")).findFirst().orElse(model);
    }
    Bytes content = Bytes.of(Files.readAllBytes(model));
    try (S3Server server = S3Server.start()) {
      Home home =
          new Home(
              root,
              new Stores(
                  new FileStores(root),
                  new S3Objects(
                      server.client(),
                      "bulwark",
                      "systems/x/",
                      FreeRoom.of(temp.resolve("spool")))));
      Version version;
      try (RegistryDesk desk = RegistryDesk.open(home, SHELL)) {
        version =
            desk.intake()
                .push(
                    new Incoming(
                        "scorer",
                        AssetKind.MODEL,
                        Optional.empty(),
                        List.of(
                            new Incoming.File(
                                "scorer.safetensors",
                                content.size(),
                                () ->
                                    Channels.newChannel(
                                        new ByteArrayInputStream(content.toArray())))),
                        Set.of(),
                        List.of()),
                    KeyFile.read(root.resolve("keys/people/rex.key")).open(),
                    _ -> {});
      }
      assertThat(version.state()).as(version.why()).isEqualTo(Version.State.READY);
      try (StoredVersions stored = StoredVersions.open(home)) {
        PackingList list = stored.list(version);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        stored.copy(list.items().getFirst(), Channels.newChannel(out));
        assertThat(Bytes.of(out.toByteArray())).isEqualTo(content);
      }
    }
  }
}
