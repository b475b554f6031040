package dev.bulwark.cli.command;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.registry.TrustFile;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.project.workspace.WorkspaceReader;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.release.EnvironmentWish;
import dev.bulwark.registry.seal.EnvironmentKey;
import dev.bulwark.registry.seal.EnvironmentPublicKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
      "The key file is for the place that serves and nobody else; the trust file beside it holds"
          + " what that place believes."
    })
final class EnvAdd implements Callable<Integer> {
  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(ByteSize.ofKib(8), 4);

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

  @ArgGroup(multiplicity = "1")
  private Key key = new Key();

  /// Made here, or at the place itself.
  static final class Key {
    @Option(
        names = "--key-file",
        required = true,
        paramLabel = "FILE",
        description =
            "Make the pair here: the private key goes to FILE, the trust file to FILE.trust.")
    private @Nullable Path made;

    @Option(
        names = "--public-key",
        required = true,
        paramLabel = "FILE",
        description = "What `env key` printed at the place; the trust file is FILE.trust.")
    private @Nullable Path given;

    Path file() {
      return Objects.requireNonNullElseGet(made, () -> Objects.requireNonNull(given));
    }
  }

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
          "Leave the key file without a passphrase: whoever can read it can open what is released"
              + " there.")
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
    EnvironmentPublicKey publicKey;
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell)) {
      publicKey = key.given == null ? create(key.file()) : read(key.given);
      desk.registrar()
          .add(
              new EnvironmentWish(
                  name,
                  gate,
                  Optional.ofNullable(after),
                  publicKey,
                  new RegistryEvent.Separation(credentials, store, hosts, data)),
              signatory.open(desk.workspace(), shell));
    }
    WorkspaceReader reader = WorkspaceReader.open(where.home(shell));
    Files.write(trust(key.file()), new TrustFile(name, reader.root(), reader.ledger()).render());
    shell.terminal().line(name + " has the key " + publicKey.id());
    if (key.made != null) {
      shell.terminal().line("  " + key.made + " is for the place that serves: move it there");
    }
    shell.terminal().line("  " + trust(key.file()) + " is what that place believes");
    return Exit.OPEN.code();
  }

  private EnvironmentPublicKey create(Path file) {
    SecureRandom random = new SecureRandom();
    EnvironmentKey made = EnvironmentKey.generate(random);
    if (insecureNoPassphrase) {
      made.createFile(file);
    } else {
      try (Passphrase passphrase =
          SecretOptions.from(keyPassphrase)
              .passphrase("New passphrase for the key of " + name, shell.terminal())) {
        made.createFile(file, passphrase, random);
      }
    }
    return made.publicKey();
  }

  private static EnvironmentPublicKey read(Path file) {
    try {
      if (java.nio.file.Files.size(file) <= BOUNDS.size().bytes()) {
        return EnvironmentPublicKey.parse(
            JsonReader.readObject(Bytes.of(java.nio.file.Files.readAllBytes(file)), BOUNDS));
      }
    } catch (IOException e) {
      // Said below, with what was expected.
    }
    throw new WorkspaceFault(
        WorkspaceFault.INVALID,
        "expected the public key that `bulwark env key` printed in %s, found nothing readable of at most 8 KiB"
            .formatted(file));
  }

  static Path trust(Path keyFile) {
    return keyFile.resolveSibling(keyFile.getFileName() + ".trust");
  }
}
