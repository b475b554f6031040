package dev.bulwark.cli;

import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryReader;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.registry.signing.PrivateKeyEc;
import dev.bulwark.registry.state.RegistryState;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/// A project that was checked a minute ago, with olga its registrar, and the commands she gives, by
/// the machine's clock.
///
/// @param folder holds the project and what lies beside it
record OlgasProject(Path folder) {
  static OlgasProject in(Path folder) throws IOException {
    Instant recently = InstantSource.system().instant().minus(Duration.ofMinutes(1));
    new Session(folder, Path.of("..", "examples"), recently)
        .run(
            """
            $ copy credit-scoring @/project
            $ bulwark check @/project
            $ bulwark keys new olga --role registrar --insecure-no-passphrase --project @/project
            """);
    return new OlgasProject(folder);
  }

  /// What a command says.
  String bulwark(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    run(out, arguments);
    return out.toString(StandardCharsets.UTF_8);
  }

  private void run(OutputStream out, String... arguments) {
    Main.run(
        shell(out),
        Stream.concat(
                Stream.of(arguments), Stream.of("--project", folder.resolve("project").toString()))
            .toArray(String[]::new));
  }

  private static Shell shell(OutputStream out) {
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Shell(
        new Terminal(stream, stream, false, false), InstantSource.system(), System::nanoTime);
  }

  /// Opens a channel of scorer from an index; its publisher is nobody's key.
  String follow(String channel, String index, String... more) throws IOException {
    Path publisher =
        Files.writeString(
            folder.resolve(channel + ".pub"),
            PrivateKeyEc.make(new SecureRandom()).publicKey().pem());
    return bulwark(
        Stream.concat(
                Stream.of(
                    "update",
                    "add",
                    channel,
                    "--asset",
                    "scorer",
                    "--index",
                    index,
                    "--publisher",
                    publisher.toString(),
                    "--as",
                    "olga"),
                List.of(more).stream())
            .toArray(String[]::new));
  }

  RegistryState registry() {
    return RegistryReader.now(
        Home.of(folder.resolve("project")), shell(OutputStream.nullOutputStream()));
  }
}
