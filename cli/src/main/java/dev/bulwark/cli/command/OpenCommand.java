package dev.bulwark.cli.command;

import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.Place;
import dev.bulwark.project.registry.Unpacked;
import dev.bulwark.project.terminal.Paint;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.release.Opening;
import dev.bulwark.registry.release.Which;
import dev.bulwark.registry.seal.EnvironmentKey;
import dev.bulwark.registry.seal.PackingList;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Opens, at the place itself, what it may run.
@Command(
    name = "open",
    mixinStandardHelpOptions = true,
    description = {
      "Opens what an environment may run; for the place itself.",
      "An init container or a serving node calls it. It verifies offline the judge's word, its"
          + " place in the ledger, the gate's decision and that nobody took it back; then decrypts"
          + " while streaming. When anything fails, nothing readable stays."
    })
public final class OpenCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description =
          "The environment's private key; FILE.trust beside it holds what this place believes.")
  private Path key = Path.of("environment.key");

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "The trust file, when it is not beside the key.")
  private @Nullable Path trust;

  @Option(
      names = "--registry",
      paramLabel = "DIR",
      description = "A copy of the registry's folder (default: .bulwark/registry in the project).")
  private @Nullable Path registry;

  @ArgGroup(multiplicity = "0..1")
  private Choice choice = new Choice();

  /// Which of two generations, while a canary runs.
  static final class Choice {
    @Option(
        names = "--node",
        paramLabel = "NAME",
        description =
            "The name of this node: while a canary runs, it says which of two generations falls to"
                + " it, the same each time.")
    private @Nullable String node;

    @Option(
        names = "--generation",
        paramLabel = "N",
        description = "This generation and no other; it must run now.")
    private @Nullable Long generation;

    private Which which() {
      if (node != null) {
        return new Which.Node(node);
      }
      return generation == null ? new Which.Only() : new Which.Generation(generation);
    }
  }

  @ArgGroup(multiplicity = "1")
  private Target target = new Target();

  /// Where it goes.
  static final class Target {
    @Option(
        names = "--into",
        paramLabel = "DIR",
        description = "A folder that is not there yet: one folder in it for each asset.")
    private @Nullable Path into;

    @Option(
        names = "--file",
        paramLabel = "ASSET/NAME",
        description =
            "One file only, to standard output; use it only when the command ended with 0.")
    private @Nullable String file;
  }

  @Mixin private SecretOptions secret = new SecretOptions();

  @Mixin private LaterProject where = new LaterProject();

  public OpenCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Place place =
        new Place(
            registry == null ? where.home(shell).registry() : registry,
            key,
            trust == null ? EnvTrust.file(key) : trust);
    return switch (place.open(environmentKey(), choice.which(), shell.clock().instant())) {
      case Place.Answer.Refused(String expected, String found) -> {
        shell
            .terminal()
            .err()
            .println(
                shell.terminal().paint(Paint.RED, "refused")
                    + ": expected "
                    + expected
                    + ", found "
                    + found);
        yield Exit.CLOSED.code();
      }
      case Place.Answer.Open(Opening opening, Opening.Result.Open release) -> {
        take(opening, release);
        yield Exit.OPEN.code();
      }
    };
  }

  private EnvironmentKey environmentKey() {
    if (!EnvironmentKey.isUnderPassphrase(key)) {
      return EnvironmentKey.open(key);
    }
    try (Passphrase passphrase =
        secret.passphrase("Passphrase of " + key.getFileName(), shell.terminal())) {
      return EnvironmentKey.open(key, passphrase);
    }
  }

  private void take(Opening opening, Opening.Result.Open release) {
    if (target.file != null) {
      PackingList.Item item = Place.item(release, target.file);
      opening.copy(item, Channels.newChannel(shell.terminal().out()));
      shell.terminal().out().flush();
      return;
    }
    Path into = target.into == null ? Path.of(".") : target.into;
    try (Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      Unpacked.folder(into, folder -> fill(folder, opening, release, progress));
    }
    shell
        .terminal()
        .line(
            "%s holds generation %d: %s"
                .formatted(into, release.generation(), release.release().keySet()));
  }

  private static void fill(
      Unpacked folder, Opening opening, Opening.Result.Open release, Progress progress) {
    for (Map.Entry<VersionId, PackingList> each : release.release().entrySet()) {
      for (PackingList.Item item : each.getValue().items()) {
        progress.step("opening " + item.name());
        folder.file(
            each.getKey().asset() + "/" + item.name(), channel -> opening.copy(item, channel));
      }
    }
  }
}
