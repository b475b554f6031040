package dev.bulwark.cli.command;

import dev.bulwark.kernel.check.Limits;
import dev.bulwark.project.Shell;
import dev.bulwark.project.Version;
import dev.bulwark.project.rules.PackFile;
import dev.bulwark.project.scan.ScanFault;
import dev.bulwark.scan.ModelFileScanner;
import dev.bulwark.scan.RulePack;
import dev.bulwark.scan.RunMemory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which rules files are scanned by: those of this version, and a user's pack on top.
final class RuleOptions {
  @Option(
      names = "--rules",
      paramLabel = "PACK",
      description =
          "A folder or zip with names of your own. It can deny names; it can allow some only with --rules-key.")
  private @Nullable Path pack;

  @Option(
      names = "--rules-key",
      paramLabel = "FILE",
      description = "Who must have signed the pack: a key file, or its public half.")
  private @Nullable Path key;

  boolean given() {
    return pack != null || key != null;
  }

  /// @throws ScanFault `scan-rules` when the pack or its key is not as it should be
  ModelFileScanner scanner(Shell shell, RunMemory memory) {
    if (pack == null) {
      if (key != null) {
        throw new ScanFault(
            ScanFault.RULES, "expected a rule pack for --rules-key, found none; give --rules");
      }
      return builtin(shell, memory);
    }
    return opened(shell, memory, pack, read(PackFile.read(pack, shell.nanoTime()), key));
  }

  static ModelFileScanner builtin(Shell shell, RunMemory memory) {
    return new ModelFileScanner(Version.NUMBER, Limits.DEFAULT, shell.nanoTime(), memory);
  }

  static RulePack read(PackFile file, @Nullable Path key) {
    return file.open(key == null ? null : PackFile.key(key));
  }

  /// Reads every line of a pack.
  static ModelFileScanner opened(Shell shell, RunMemory memory, Path where, RulePack pack) {
    try {
      return new ModelFileScanner(Version.NUMBER, Limits.DEFAULT, shell.nanoTime(), memory, pack);
    } catch (IllegalArgumentException e) {
      throw new ScanFault(
          ScanFault.RULES, where.resolve(String.valueOf(e.getMessage())).toString(), e);
    }
  }
}
