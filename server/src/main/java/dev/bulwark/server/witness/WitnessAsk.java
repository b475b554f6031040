package dev.bulwark.server.witness;

import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.Cosignature;
import dev.bulwark.evidence.tlog.NoteKey;
import dev.bulwark.evidence.tlog.TiledTree;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.remote.Trust;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.VkeyFile;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.project.workspace.WorkspaceReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Lets a witness sign the ledger's checkpoint, and keeps what it signed.
@Command(
    name = "ask",
    mixinStandardHelpOptions = true,
    description = {
      "Lets a witness sign a project's checkpoint, and writes what it signed.",
      "`bulwark audit --from FILE` then proves growth since, and --witness-key who saw it when."
    })
final class WitnessAsk implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "URL", description = "The witness, https://…")
  private URI witness = URI.create("https://localhost:8444");

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PROJECT",
      defaultValue = ".",
      description = "The project's folder; this one when left out.")
  private Path project = Path.of(".");

  @Option(
      names = "--witness-key",
      paramLabel = "FILE",
      required = true,
      description = "The witness's public keys, one vkey a line.")
  private Path key = Path.of("");

  @Option(
      names = "--save",
      paramLabel = "FILE",
      required = true,
      description = "Where the signed checkpoint goes; give it to auditors.")
  private Path save = Path.of("");

  @Option(
      names = "--fingerprint",
      paramLabel = "SHA256",
      description = "Believe this certificate alone: what the witness printed at its start.")
  private @Nullable String fingerprint;

  WitnessAsk(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    List<NoteKey> keys = VkeyFile.read(key).keys();
    WorkspaceReader reader = WorkspaceReader.open(Home.of(project));
    Checkpoint checkpoint = reader.checkpoint();
    TiledTree tree = TiledTree.open(reader.tiles(), checkpoint);
    Bytes lines = new WitnessClient(witness, trust()).add(tree, checkpoint);
    Bytes cosigned =
        Cosignature.append(checkpoint.note(), lines, keys)
            .orElseThrow(
                () -> invalid("signatures by the keys in " + key, "lines that do not hold", null));
    write(cosigned);
    Cosignature word = Cosignature.verify(cosigned, keys).orElseThrow();
    shell
        .terminal()
        .line("%s saw %d entries at %s".formatted(word.witness(), checkpoint.size(), word.at()));
    shell.terminal().line("  kept at " + save);
    return Exit.OPEN.code();
  }

  private Trust trust() {
    try {
      return fingerprint == null ? new Trust.Machine() : Trust.Pinned.parse(fingerprint);
    } catch (IllegalArgumentException e) {
      throw invalid("64 hexadecimal digits for --fingerprint", "another text", e);
    }
  }

  private void write(Bytes cosigned) {
    try {
      Path temporary = save.resolveSibling(save.getFileName() + "~");
      Files.write(temporary, cosigned.toArray());
      Files.move(temporary, save, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.UNAVAILABLE,
          "expected to write " + save + ", found: " + e.getClass().getSimpleName(),
          e);
    }
  }

  private static WorkspaceFault invalid(String expected, String found, @Nullable Exception cause) {
    return new WorkspaceFault(
        WorkspaceFault.INVALID, "expected " + expected + ", found " + found, cause);
  }
}
