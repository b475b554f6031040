package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.registry.seal.SealedStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows the registry's key, or moves to one in a token or under a passphrase.
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the registry's key, or moves to another one.",
      "Every version's key is wrapped anew: by an AES key that never leaves the PKCS#11 token, or by a new key in a file under a passphrase; no model is read. Later commands find the PIN or passphrase in the same environment variable; a passphrase that is not there is asked for at the terminal. `bulwark registry rotate` moves to a new key in a file, under a passphrase when the present one is. The old key is kept beside it as retired: remove it when no copy of the store needs it. After a crash, run it again."
    })
final class RegistryKey implements Callable<Integer> {
  private final Shell shell;

  @ArgGroup private Wanted wanted = new Wanted();

  /// Where the key goes; nowhere when it is only shown.
  static final class Wanted {
    @ArgGroup(exclusive = false)
    private @Nullable Token token;

    @Option(
        names = "--passphrase-env",
        paramLabel = "VARIABLE",
        description =
            "A new key in a file, under the passphrase in this environment variable, or asked for when there is none.")
    private @Nullable String passphrase;

    @Option(
        names = "--insecure-no-passphrase",
        description =
            "A new key in a file without a passphrase: whoever can read it reads every version.")
    private boolean insecureNoPassphrase;
  }

  /// Which key, in which token.
  static final class Token {
    @Option(
        names = "--pkcs11",
        required = true,
        paramLabel = "LIBRARY",
        description = "The token's PKCS#11 module, a shared library.")
    private Path library = Path.of("");

    @Option(
        names = "--slot",
        required = true,
        paramLabel = "NUMBER",
        description = "The slot, as the token's own tool shows it.")
    private long slot;

    @Option(
        names = "--key-name",
        paramLabel = "NAME",
        defaultValue = "bulwark-registry",
        description = "The key's name in the token. Default: ${DEFAULT-VALUE}.")
    private String key = "";

    @Option(
        names = "--pin-env",
        required = true,
        paramLabel = "VARIABLE",
        description = "The environment variable that holds the PIN.")
    private String pin = "";

    @Option(names = "--create", description = "Make the key in the token first.")
    private boolean create;
  }

  @Mixin private LaterProject where = new LaterProject();

  RegistryKey(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell);
        Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      if (wanted.token == null && wanted.passphrase == null && !wanted.insecureNoPassphrase) {
        desk.keyNames().forEach(shell.terminal()::line);
        return Exit.OPEN.code();
      }
      SealedStore.Rotated rotated = move(desk, name -> progress.step("wrapping " + name));
      progress.wipe();
      return RegistryCommand.tell(shell.terminal(), rotated);
    }
  }

  private SealedStore.Rotated move(RegistryDesk desk, Consumer<String> progress) {
    Token token = wanted.token;
    return token == null
        ? desk.moveToFile(Optional.ofNullable(wanted.passphrase), progress)
        : desk.moveToToken(token.library, token.slot, token.key, token.pin, token.create, progress);
  }
}
