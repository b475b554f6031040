package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.remote.RemoteFault;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Forgets a token.
@Command(
    name = "logout",
    mixinStandardHelpOptions = true,
    description = {
      "Forgets the token for a server.",
      "The token itself ends on the server's account page, or when its time is over."
    })
public final class LogoutCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(index = "0", paramLabel = "URL", description = "Such as https://host:8443.")
  private String url = "";

  @Mixin private LoginsOption logins = new LoginsOption();

  public LogoutCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    if (!logins.file().forget(LoginsOption.address(url))) {
      throw new RemoteFault(
          RemoteFault.NO_LOGIN, "expected a login for %s, found none".formatted(url));
    }
    shell.terminal().line("forgotten: " + url);
    return Exit.OPEN.code();
  }
}
