package dev.bulwark.cli.command;

import dev.bulwark.cli.Shell;
import dev.bulwark.cli.registry.RegistryDesk;
import dev.bulwark.cli.registry.TrustFile;
import dev.bulwark.cli.workspace.WorkspaceReader;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.release.EnvironmentWish;
import dev.bulwark.registry.seal.EnvironmentKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Adds an environment and makes its key.
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Adds an environment and makes its key pair.",
      "The key file is for the place that serves and nobody else; the trust file beside it holds what that place believes."
    })
final class EnvAdd implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "NAME", description = "Such as staging.")
  private String name = "";

  @Option(
      names = "--gate",
      required = true,
      paramLabel = "GATE",
      description = "What must allow a release before it goes there: ${COMPLETION-CANDIDATES}.")
  private GateName gate = GateName.RELEASE;

  @Option(
      names = "--after",
      paramLabel = "ENV",
      description = "The environment a version must have proved itself in before.")
  private @Nullable String after;

  @Option(
      names = "--key-file",
      required = true,
      paramLabel = "FILE",
      description = "Where the private key is written; the trust file is FILE.trust.")
  private Path keyFile = Path.of("environment.key");

  @Option(
      names = "--credentials",
      paramLabel = "NAME",
      defaultValue = "",
      description = "What names the account it runs under.")
  private String credentials = "";

  @Option(
      names = "--store",
      paramLabel = "PLACE",
      defaultValue = "",
      description = "Where it keeps what it opens.")
  private String store = "";

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "A machine it runs on; may be given several times.")
  private SortedSet<String> hosts = new TreeSet<>();

  @Option(
      names = "--data",
      paramLabel = "CLASS",
      defaultValue = "",
      description = "The gravest class of data in it: synthetic, anonymous, production.")
  private String data = "";

  @Option(
      names = "--insecure-no-passphrase",
      description =
          "Leave the key file without a passphrase: whoever can read it can open what is released there.")
  private boolean insecureNoPassphrase;

  @Option(
      names = "--key-passphrase-file",
      paramLabel = "FILE",
      description = "Read the new key's passphrase from the first line of a file.")
  private @Nullable Path keyPassphrase;

  @Mixin private Signatory signatory = new Signatory();

  @Mixin private LaterProject where = new LaterProject();

  EnvAdd(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    SecureRandom random = new SecureRandom();
    EnvironmentKey key = EnvironmentKey.generate(random);
    try (RegistryDesk desk = RegistryDesk.open(where.home(), shell)) {
      create(key, random);
      desk.registrar()
          .add(
              new EnvironmentWish(
                  name,
                  gate,
                  Optional.ofNullable(after),
                  key.publicKey(),
                  new RegistryEvent.Separation(credentials, store, hosts, data)),
              signatory.open(desk.workspace(), shell));
    }
    WorkspaceReader reader = WorkspaceReader.open(where.home());
    Files.write(trust(keyFile), new TrustFile(name, reader.root(), reader.ledger()).render());
    shell.terminal().line(name + " has the key " + key.id());
    shell.terminal().line("  " + keyFile + " is for the place that serves: move it there");
    shell.terminal().line("  " + trust(keyFile) + " is what that place believes");
    return Exit.OPEN.code();
  }

  private void create(EnvironmentKey key, SecureRandom random) {
    if (insecureNoPassphrase) {
      key.createFile(keyFile);
      return;
    }
    try (Passphrase passphrase =
        SecretOptions.from(keyPassphrase)
            .passphrase("New passphrase for the key of " + name, shell.terminal())) {
      key.createFile(keyFile, passphrase, random);
    }
  }

  static Path trust(Path keyFile) {
    return keyFile.resolveSibling(keyFile.getFileName() + ".trust");
  }
}
