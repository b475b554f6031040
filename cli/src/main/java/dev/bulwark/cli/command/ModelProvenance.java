package dev.bulwark.cli.command;

import dev.bulwark.evidence.Statement;
import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.registry.provenance.OwnProvenance;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Writes what the registry knows of a version's origin.
@Command(
    name = "provenance",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what the registry knows of a version's origin.",
      "SLSA provenance v1, signed by the judge, in a DSSE envelope: who pushed it and when, and its"
          + " lineage. How the files were made before that it does not know."
    })
final class ModelProvenance implements Callable<Integer> {
  private final Shell shell;

  @Mixin private WhichVersion which = new WhichVersion();

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Where the envelope is written.")
  private Path output = Path.of("");

  @Option(
      names = "--public-key",
      paramLabel = "FILE",
      description = "Where the judge's public key is written, both halves.")
  private @Nullable Path publicKey;

  @Mixin private LaterProject where = new LaterProject();

  ModelProvenance(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell)) {
      SigningKey judge = desk.workspace().judge();
      Statement statement =
          OwnProvenance.of(desk.state().version(which.id()), "urn:bulwark:judge:" + judge.id());
      Envelope envelope = judge.sign(Envelope.IN_TOTO, statement.json().canonicalBytes());
      Files.write(output, envelope.json().canonical() + "\n");
      shell.terminal().line("wrote " + output);
      if (publicKey != null) {
        Files.write(publicKey, judge.verifyingKey().json().canonical() + "\n");
        shell.terminal().line("wrote " + publicKey);
      }
    }
    return Exit.OPEN.code();
  }
}
