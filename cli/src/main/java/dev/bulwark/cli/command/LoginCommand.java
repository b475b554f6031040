package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.remote.Login;
import dev.bulwark.project.remote.RemoteServer;
import dev.bulwark.project.remote.Trust;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Keeps a token for a server, once the server has accepted it.
@Command(
    name = "login",
    mixinStandardHelpOptions = true,
    description = {
      "Keeps a token for a server: check --server, status --server.",
      "Make the token on the server's account page. Without --token-file it is asked for."
    })
public final class LoginCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "URL", description = "Such as https://host:8443.")
  private String url = "";

  @ArgGroup(exclusive = true)
  private Believed believed = new Believed();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Read the token from the first line of a file, instead of asking.")
  private @Nullable Path token;

  @Mixin private LoginsOption logins = new LoginsOption();

  /// Why the server is believed; by the machine's authorities when neither is given.
  static final class Believed {
    @Option(
        names = "--fingerprint",
        paramLabel = "SHA256",
        description = "Believe this certificate alone: what the server printed at its start.")
    private @Nullable String fingerprint;

    @Option(
        names = "--ca",
        paramLabel = "FILE",
        description = "Believe these authorities alone (PEM).")
    private @Nullable Path authority;
  }

  public LoginCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Trust trust = trust();
    char[] secret = SecretOptions.from(token).characters("Token", shell.terminal());
    Login login = new Login(LoginsOption.address(url), new String(secret).strip(), trust);
    Arrays.fill(secret, '\0');
    new RemoteServer(login).requireSystems();
    logins.file().keep(login);
    shell.terminal().line("logged in to " + login.address());
    return Exit.OPEN.code();
  }

  private Trust trust() {
    if (believed.fingerprint != null) {
      try {
        return Trust.Pinned.parse(believed.fingerprint);
      } catch (IllegalArgumentException e) {
        throw new WorkspaceFault(
            WorkspaceFault.INVALID,
            "expected 64 hexadecimal digits with or without colons, found another text; copy what the server printed",
            e);
      }
    }
    return believed.authority == null
        ? new Trust.Machine()
        : new Trust.Authority(
            TreeFiles.read(believed.authority, TreeFiles.MAX_KEY, "certificates").utf8());
  }
}
