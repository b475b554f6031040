package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryReader;
import dev.bulwark.project.registry.TrustFile;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.registry.state.Environment;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes the trust file of an environment that is there.
@Command(
    name = "trust",
    mixinStandardHelpOptions = true,
    description = {
      "Writes what the place of an environment believes: its trust file.",
      "The same that `env add` writes; for when that was cut off, or the file was lost. It holds no secret."
    })
final class EnvTrust implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "NAME", description = "Such as staging.")
  private String name = "";

  @Option(
      names = "--key-file",
      required = true,
      paramLabel = "FILE",
      description =
          "The environment's key file, which need not be here: the trust file is FILE.trust.")
  private Path key = Path.of("environment.key");

  @Mixin private LaterProject where = new LaterProject();

  EnvTrust(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Environment environment = RegistryReader.now(where.home(shell), shell).environment(name);
    write(environment.name(), where.home(shell), key);
    shell.terminal().line(file(key) + " is what the place of " + name + " believes");
    return Exit.OPEN.code();
  }

  static void write(String environment, Home home, Path key) {
    WorkspaceReader reader = WorkspaceReader.open(home);
    Files.write(file(key), new TrustFile(environment, reader.root(), reader.ledger()).render());
  }

  /// Beside the key file.
  static Path file(Path key) {
    return key.resolveSibling(key.getFileName() + ".trust");
  }
}
