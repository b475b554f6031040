package dev.bulwark.cli.command;

import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.govern.manifest.ManifestDraft;
import dev.bulwark.govern.manifest.ManifestReader;
import dev.bulwark.govern.manifest.ProjectFolder;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Drafts a manifest from what a folder shows.
@Command(
    name = "init",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a bulwark.yaml, filled in with what a folder shows.",
      "It finds model files, data, prompts, tools and lock files, and comments every line.",
      "What only you can know is marked ??? and fails validation until you answer it."
    })
public final class InitCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "The project's folder; this folder when left out.")
  private Path folder = Path.of(".");

  @Option(names = "--print", description = "Print the draft instead of writing it.")
  private boolean print;

  public InitCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    ManifestDraft draft;
    try (Progress progress = new Progress(shell.terminal(), shell.nanoTime())) {
      progress.step("walking " + folder);
      draft =
          ManifestDraft.of(
              ProjectFolder.walk(folder, Limits.DEFAULT, shell.nanoTime()), FactTable.builtin());
    }
    if (print) {
      shell.terminal().out().print(draft.text());
      return Exit.OPEN.code();
    }
    Path manifest = folder.resolve(ManifestReader.FILE);
    if (java.nio.file.Files.exists(manifest)) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID,
          "expected no manifest yet, found "
              + manifest
              + "; `bulwark init --print` shows a draft beside it");
    }
    Files.write(manifest, draft.text());
    shell
        .terminal()
        .line(
            "wrote "
                + manifest
                + ": "
                + draft.filled()
                + " lines filled in, "
                + draft.open()
                + " wait for you (marked ???)");
    shell.terminal().line("Answer them, then run `bulwark check " + folder + "`.");
    return Exit.OPEN.code();
  }
}
