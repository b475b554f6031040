package dev.bulwark.cli.command;

import dev.bulwark.project.remote.Login;
import dev.bulwark.project.remote.Logins;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where logins are kept.
final class LoginsOption {
  @Option(
      names = "--logins",
      paramLabel = "FILE",
      description = "Where logins are kept (default: ~/.config/bulwark/servers.json).")
  private @Nullable Path file;

  Logins file() {
    return new Logins(file == null ? Logins.usual() : file);
  }

  static URI address(String text) {
    try {
      return Login.address(text);
    } catch (IllegalArgumentException e) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected the address of a server such as https://host:8443, found \"%s\""
              .formatted(text),
          e);
    }
  }
}
