package dev.bulwark.cli.command;

import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.registry.seal.EnvironmentKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Makes an environment's key pair where it is used: the private half never travels.
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = {
      "Makes an environment's key pair, at the place itself.",
      "Prints the public half, for `env add --public-key` or the console. The private half stays in the file."
    })
final class EnvKey implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "FILE", description = "Where the private half is written.")
  private Path file = Path.of("environment.key");

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

  EnvKey(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    SecureRandom random = new SecureRandom();
    EnvironmentKey key = EnvironmentKey.generate(random);
    if (insecureNoPassphrase) {
      key.createFile(file);
    } else {
      try (Passphrase passphrase =
          SecretOptions.from(keyPassphrase)
              .passphrase("New passphrase for " + file, shell.terminal())) {
        key.createFile(file, passphrase, random);
      }
    }
    shell.terminal().line(key.publicKey().json().canonical());
    return Exit.OPEN.code();
  }
}
