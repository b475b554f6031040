package dev.bulwark.cli.command;

import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.govern.manifest.ManifestReader;
import dev.bulwark.govern.manifest.ManifestReading;
import dev.bulwark.govern.manifest.Project;
import dev.bulwark.govern.manifest.ProjectFolder;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.project.Shell;
import dev.bulwark.project.remote.Login;
import dev.bulwark.project.remote.ProjectZip;
import dev.bulwark.project.remote.RemoteFault;
import dev.bulwark.project.remote.RemoteServer;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.project.workspace.PrivateFolder;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Whether a server does the work, and which.
final class ServerOptions {
  @Option(
      names = "--server",
      arity = "0..1",
      paramLabel = "URL",
      fallbackValue = "",
      description = "Let a server do it: this one, or the last that was logged in to.")
  private @Nullable String server;

  @Mixin private LoginsOption logins = new LoginsOption();

  boolean wanted() {
    return server != null;
  }

  private RemoteServer server() {
    Optional<URI> address =
        server == null || server.isEmpty()
            ? Optional.empty()
            : Optional.of(LoginsOption.address(server));
    Login login = logins.file().require(address);
    return new RemoteServer(login);
  }

  /// Sends the project's files and prints what the server says to them.
  ///
  /// @param query such as `?gate=release`, or empty
  /// @return the exit code
  int check(Shell shell, Path project, String accept, String query) {
    RemoteServer remote = server();
    String id = id(shell, project);
    try (Progress progress = new Progress(shell.terminal(), shell.nanoTime());
        PrivateFolder temporary = PrivateFolder.make()) {
      Path zip = temporary.path().resolve("project.zip");
      ProjectZip packed = ProjectZip.pack(project, zip, progress, shell.nanoTime());
      packed
          .leftOut()
          .forEach(
              gap -> shell.terminal().err().println("not sent: " + gap.path() + ", " + gap.why()));
      progress.step("sending " + packed.files() + " files");
      RemoteServer.Answer answer = send(remote, id, accept, query, zip);
      progress.wipe();
      return shown(shell, answer);
    }
  }

  /// A system the server does not know yet is added, by who may.
  private static RemoteServer.Answer send(
      RemoteServer remote, String id, String accept, String query, Path zip) {
    String files = "/api/v1/systems/" + id + "/files" + query;
    boolean known = remote.knows("/api/v1/systems/" + id);
    return known
        ? remote.files("PUT", files, accept, zip)
        : remote.files("POST", "/api/v1/systems" + query, accept, zip);
  }

  /// Prints what the server says at one of a system's addresses.
  ///
  /// @param below such as `/status`
  int show(Shell shell, Path project, String below, String accept) {
    return shown(shell, server().get("/api/v1/systems/" + id(shell, project) + below, accept));
  }

  /// Prints an answer only when it says how to end: anything else is no report.
  private static int shown(Shell shell, RemoteServer.Answer answer) {
    int exit = answer.exit();
    shell.terminal().line(answer.body().stripTrailing());
    return exit;
  }

  /// The system's id, from its manifest.
  private static String id(Shell shell, Path project) {
    ProjectFolder folder = ProjectFolder.walk(project, Limits.DEFAULT, shell.nanoTime());
    return switch (Project.open(folder, new ManifestReader(FactTable.builtin())).reading()) {
      case ManifestReading.Valid(AiSystem system, var _) -> system.id();
      case ManifestReading.Invalid(var problems, boolean _) ->
          throw new RemoteFault(
              RemoteFault.REFUSED,
              "expected a bulwark.yaml without problems, found %d; the first: %s"
                  .formatted(problems.size(), problems.getFirst().sentence()));
    };
  }
}
