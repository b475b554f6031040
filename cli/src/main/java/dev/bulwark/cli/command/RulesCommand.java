package dev.bulwark.cli.command;

import dev.bulwark.cli.Shell;
import dev.bulwark.cli.Version;
import dev.bulwark.cli.rules.PackFile;
import dev.bulwark.cli.scan.ScanFault;
import dev.bulwark.cli.scan.ScanRun;
import dev.bulwark.evidence.keys.KeyFile;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.scan.ModelFileScanner;
import dev.bulwark.scan.RulePack;
import dev.bulwark.scan.RunMemory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Rule packs: what a user adds to the lists a scan decides by.
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    description = {
      "Signs and verifies rule packs, which add names to a scan's lists.",
      "A pack that nobody signed can only deny names."
    })
public final class RulesCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a subcommand is needed: list, pack or verify");
  }

  /// The subcommands, for registration.
  public static List<Object> subcommands(Shell shell) {
    return List.of(new ListRules(shell), new Pack(shell), new Verify(shell));
  }

  private static RulePack read(PackFile file, @Nullable Path key) {
    return file.open(key == null ? null : PackFile.key(key));
  }

  /// A scanner with the pack, if there is one.
  static ModelFileScanner scanner(
      Shell shell, RunMemory memory, @Nullable Path pack, @Nullable Path key) {
    if (pack == null) {
      if (key != null) {
        throw new ScanFault(
            ScanFault.RULES, "expected a rule pack for --rules-key, found none; give --rules");
      }
      return new ModelFileScanner(Version.NUMBER, Limits.DEFAULT, shell.nanoTime(), memory);
    }
    return opened(shell, memory, pack, read(PackFile.read(pack), key));
  }

  private static ModelFileScanner opened(Shell shell, RunMemory memory, Path where, RulePack pack) {
    try {
      return new ModelFileScanner(Version.NUMBER, Limits.DEFAULT, shell.nanoTime(), memory, pack);
    } catch (IllegalArgumentException e) {
      throw new ScanFault(
          ScanFault.RULES, where.resolve(String.valueOf(e.getMessage())).toString(), e);
    }
  }

  private static String words(PackFile pack) {
    return "%s %s  %s".formatted(pack.name(), pack.version(), pack.digest());
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the rules of a scan and the digest of their data.")
  static final class ListRules implements Callable<Integer> {
    private final Shell shell;

    ListRules(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      ModelFileScanner scanner = scanner(shell, RunMemory.NONE, null, null);
      ScanRun.rules(scanner)
          .forEach(
              rule ->
                  shell
                      .terminal()
                      .line(
                          "%-8s %-9s %s"
                              .formatted(
                                  rule.id(),
                                  rule.severity().name().toLowerCase(java.util.Locale.ROOT),
                                  rule.title())));
      shell.terminal().line("rules of Bulwark " + Version.NUMBER + "  " + scanner.rulesDigest());
      return Exit.OPEN.code();
    }
  }

  @Command(
      name = "pack",
      mixinStandardHelpOptions = true,
      description = {
        "Signs a folder as a rule pack.",
        "Writes pack.sig beside pack.json and the lists, when every line is understood."
      })
  static final class Pack implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "DIR", description = "The folder of the pack.")
    private Path folder = Path.of("");

    @Option(
        names = "--key",
        required = true,
        paramLabel = "FILE",
        description = "The key file to sign with, as bulwark keys new writes it.")
    private Path key = Path.of("");

    @Option(
        names = "--public",
        paramLabel = "FILE",
        description = "Write the public half of the key there, for those who verify.")
    private @Nullable Path publicHalf;

    @Mixin private SecretOptions secret = new SecretOptions();

    Pack(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      PackFile pack = PackFile.read(folder);
      SigningKey signer = secret.open(KeyFile.read(key), key.toString(), shell.terminal());
      String signature = pack.sign(signer);
      RulePack opened = pack.open(null);
      opened(
          shell,
          RunMemory.NONE,
          folder,
          new RulePack(opened.name(), opened.version(), opened.digest(), opened.pickle(), true));
      Files.write(folder.resolve(PackFile.SIGNATURE), signature);
      if (publicHalf != null) {
        Files.write(publicHalf, signer.verifyingKey().json().canonical() + "\n");
      }
      shell.terminal().line(words(pack));
      shell.terminal().line("signed by " + signer.id());
      return Exit.OPEN.code();
    }
  }

  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = "Verifies a rule pack: its signature and every line.")
  static final class Verify implements Callable<Integer> {
    private final Shell shell;

    @Parameters(index = "0", paramLabel = "PACK", description = "A folder or a zip.")
    private Path pack = Path.of("");

    @Option(
        names = "--key",
        required = true,
        paramLabel = "FILE",
        description = "Who must have signed it: a key file, or its public half.")
    private Path key = Path.of("");

    Verify(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      PackFile file = PackFile.read(pack);
      opened(shell, RunMemory.NONE, pack, read(file, key));
      shell.terminal().line(words(file));
      shell.terminal().line("signed by " + PackFile.key(key).id());
      return Exit.OPEN.code();
    }
  }
}
