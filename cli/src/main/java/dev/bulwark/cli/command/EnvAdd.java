package dev.bulwark.cli.command;

import dev.bulwark.control.policy.GateName;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.workspace.WorkspaceFault;
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
      SigningKey person = signatory.open(desk.workspace(), shell);
      publicKey =
          key.given == null ? make(key.file(), desk, person) : add(read(key.given), desk, person);
    }
    EnvTrust.write(name, where.home(shell), key.file());
    shell.terminal().line(name + " has the key " + publicKey.id());
    if (key.made != null) {
      shell.terminal().line("  " + key.made + " is for the place that serves: move it there");
    }
    shell.terminal().line("  " + EnvTrust.file(key.file()) + " is what that place believes");
    return Exit.OPEN.code();
  }

  private EnvironmentPublicKey add(
      EnvironmentPublicKey publicKey, RegistryDesk desk, SigningKey person) {
    desk.registrar().add(wish(publicKey), person);
    return publicKey;
  }

  /// The private key is written when nothing speaks against the environment, and before it is on
  /// record: an environment has its key, and one that is refused leaves none.
  private EnvironmentPublicKey make(Path file, RegistryDesk desk, SigningKey person) {
    requireNone(file, desk);
    SecureRandom random = new SecureRandom();
    EnvironmentKey made = EnvironmentKey.generate(random);
    EnvironmentWish wish = wish(made.publicKey());
    if (insecureNoPassphrase) {
      desk.registrar().add(wish, person, () -> made.createFile(file));
    } else {
      try (Passphrase passphrase =
          SecretOptions.from(keyPassphrase)
              .passphrase("New passphrase for the key of " + name, shell.terminal())) {
        desk.registrar().add(wish, person, () -> made.createFile(file, passphrase, random));
      }
    }
    return made.publicKey();
  }

  /// Says of a key file that is there what to do about it: a run may have been cut off before or
  /// after its environment was on record.
  private static void requireNone(Path file, RegistryDesk desk) {
    if (!java.nio.file.Files.exists(file)) {
      return;
    }
    Json.Obj found = EnvironmentKey.publicKey(file).json();
    String advice =
        desk.state().environments().values().stream()
            .filter(environment -> environment.key().canonical().equals(found.canonical()))
            .findFirst()
            .map(
                environment ->
                    "the key of %s; what that place believes is written by `bulwark env trust %s`"
                        .formatted(environment.name(), environment.name()))
            .orElse(
                "a key that no environment here has; remove it when it was left by a run that was cut off, or name another file");
    throw new EvidenceFault(
        EvidenceFault.KEY_FILE_EXISTS,
        "expected no file yet at %s, found %s".formatted(file, advice));
  }

  private EnvironmentWish wish(EnvironmentPublicKey publicKey) {
    return new EnvironmentWish(
        name,
        gate,
        Optional.ofNullable(after),
        publicKey,
        new RegistryEvent.Separation(credentials, store, hosts, data));
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
}
