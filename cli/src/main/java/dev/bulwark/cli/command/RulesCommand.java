package dev.bulwark.cli.command;

import dev.bulwark.evidence.keys.KeyFile;
import dev.bulwark.evidence.keys.Passphrase;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.Version;
import dev.bulwark.project.rules.PackFile;
import dev.bulwark.project.scan.ScanRun;
import dev.bulwark.scan.ModelFileScanner;
import dev.bulwark.scan.RunMemory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
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
        spec.commandLine(), "a subcommand is needed: list, key, pack or verify");
  }

  /// The subcommands, for registration.
  public static List<Object> subcommands(Shell shell) {
    return List.of(new ListRules(shell), new NewKey(shell), new Pack(shell), new Verify(shell));
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
      ModelFileScanner scanner = RuleOptions.builtin(shell, RunMemory.NONE);
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
      lists(scanner.builtin())
          .forEach((list, digest) -> shell.terminal().line("%-18s %s".formatted(list, digest)));
      shell.terminal().line("rules of Bulwark " + Version.NUMBER + "  " + scanner.rulesDigest());
      return Exit.OPEN.code();
    }
  }

  /// The lists a pack can add to, with their digests.
  private static SortedMap<String, String> lists(Json.Obj builtin) {
    SortedMap<String, String> lists = new TreeMap<>();
    builtin
        .object("lists")
        .ifPresent(
            all ->
                all.members()
                    .keySet()
                    .forEach(list -> lists.put("list " + list, all.text(list).orElse(""))));
    return lists;
  }

  @Command(
      name = "key",
      mixinStandardHelpOptions = true,
      description = {
        "Makes a key pair to sign rule packs with; no project is needed.",
        "Whoever holds FILE can sign what others trust; FILE.pub is for those who verify."
      })
  static final class NewKey implements Callable<Integer> {
    private final Shell shell;

    @Option(
        names = "--output",
        required = true,
        paramLabel = "FILE",
        description = "Where the key file is written; the public half is FILE.pub.")
    private Path output = Path.of("");

    @Option(
        names = "--insecure-no-passphrase",
        description =
            "Leave the key file without a passphrase: whoever can read it can sign packs.")
    private boolean insecureNoPassphrase;

    @Mixin private SecretOptions secret = new SecretOptions();

    NewKey(Shell shell) {
      this.shell = shell;
    }

    @Override
    public Integer call() {
      SecureRandom random = new SecureRandom();
      SigningKey key = SigningKey.generate(random);
      if (insecureNoPassphrase) {
        KeyFile.create(output, key);
      } else {
        try (Passphrase passphrase =
            secret.passphrase("New passphrase for " + output, shell.terminal())) {
          KeyFile.create(output, key, passphrase, random);
        }
      }
      Path publicHalf = output.resolveSibling(output.getFileName() + ".pub");
      Files.write(publicHalf, key.verifyingKey().json().canonical() + "\n");
      shell.terminal().line(output + " signs with " + key.id());
      shell.terminal().line(publicHalf + " is its public half");
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
        description = "The key file to sign with; bulwark rules key makes one.")
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
      PackFile pack = PackFile.read(folder, shell.nanoTime());
      SigningKey signer = secret.open(KeyFile.read(key), key.toString(), shell.terminal());
      String signature = pack.sign(signer);
      RuleOptions.opened(shell, RunMemory.NONE, folder, pack.open(null).trusted());
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
      PackFile file = PackFile.read(pack, shell.nanoTime());
      RuleOptions.opened(shell, RunMemory.NONE, pack, RuleOptions.read(file, key));
      shell.terminal().line(words(file));
      shell.terminal().line("signed by " + PackFile.key(key).id());
      return Exit.OPEN.code();
    }
  }
}
