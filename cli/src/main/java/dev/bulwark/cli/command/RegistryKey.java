package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.registry.seal.SealedStore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows the registry's key, or moves to one in a token.
@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the registry's key, or moves to one in a token.",
      "Every version's key is wrapped anew by an AES key that never leaves the PKCS#11 token; no"
          + " model is read. Later commands find the PIN in the same environment variable. `bulwark"
          + " registry rotate` moves to a new key in a file. After a crash, run it again."
    })
final class RegistryKey implements Callable<Integer> {
  private final Shell shell;

  @ArgGroup(exclusive = false)
  private @Nullable Token token;

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
    Token wanted = token;
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell);
        Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      if (wanted == null) {
        desk.keyNames().forEach(shell.terminal()::line);
        return Exit.OPEN.code();
      }
      SealedStore.Rotated rotated =
          desk.moveToToken(
              wanted.library,
              wanted.slot,
              wanted.key,
              wanted.pin,
              wanted.create,
              name -> progress.step("wrapping " + name));
      progress.wipe();
      return RegistryCommand.tell(shell.terminal(), rotated);
    }
  }
}
