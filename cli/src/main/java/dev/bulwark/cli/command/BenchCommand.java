package dev.bulwark.cli.command;

import dev.bulwark.cli.bench.RegistryBench;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// Measures this program on this machine.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measures Bulwark on this machine.",
      "Each figure stands beside a peer or a limit of the same run."
    })
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "a subcommand is needed: " + String.join(", ", spec.subcommands().keySet()));
  }

  /// The subcommands, for registration.
  public static List<Object> subcommands(Shell shell) {
    return List.of(new Registry(shell));
  }

  @Command(
      name = "registry",
      mixinStandardHelpOptions = true,
      description = {
        "Measures sealing, opening, signing again, rolling back.",
        "Needs three times the size free for as long as it runs, and leaves nothing, also when it"
            + " is stopped. On a busy machine the ratios say more than the rates."
      })
  static final class Registry implements Callable<Integer> {
    private final Shell shell;

    @Option(
        names = "--size",
        paramLabel = "SIZE",
        defaultValue = "1GiB",
        converter = SizeWord.class,
        description = "How much is sealed, signed and taken back. Default: ${DEFAULT-VALUE}.")
    private ByteSize size = ByteSize.ofGib(1);

    @Option(
        names = "--folder",
        paramLabel = "DIR",
        defaultValue = "${sys:java.io.tmpdir}",
        description = "Where the files lie meanwhile. Default: the system's folder for such.")
    private Path folder = Path.of(".");

    @Mixin private JsonOption json = new JsonOption();

    Registry(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      try (Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
        RegistryBench.Result result = new RegistryBench(size, folder, shell).run(progress::step);
        progress.wipe();
        if (json.wanted()) {
          shell.terminal().line(result.json().canonical());
        } else {
          result.lines().forEach(shell.terminal()::line);
        }
        return Exit.OPEN.code();
      }
    }
  }

  /// A size with its unit; at least a mebibyte.
  static final class SizeWord implements ITypeConverter<ByteSize> {
    @Override
    public ByteSize convert(String text) {
      try {
        ByteSize size = ByteSize.parse(text);
        if (size.compareTo(ByteSize.ofMib(1)) >= 0) {
          return size;
        }
        throw new TypeConversionException("expected at least 1MiB, found " + size);
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw new TypeConversionException("expected a size such as 1GiB, found \"" + text + "\"");
      }
    }
  }
}
