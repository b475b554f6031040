package dev.bulwark.cli.command;

import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.project.registry.RegistryText;
import dev.bulwark.registry.Retention;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Says how long versions are kept.
@Command(
    name = "retention",
    mixinStandardHelpOptions = true,
    description = {
      "Says how long versions are kept.",
      "The rule goes on record under a registrar's signature; `bulwark registry sweep` carries it"
          + " out. What runs, what an environment would go back to, what a ready version comes from"
          + " and what is on legal hold stays in any case."
    })
final class RegistryRetention implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = "--keep",
      required = true,
      paramLabel = "N",
      description = "Keep the newest N ready versions, whatever their age.")
  private long keep;

  @Option(
      names = "--days",
      required = true,
      paramLabel = "D",
      description = "Keep what was pushed or ran in the last D days.")
  private long days;

  @Option(
      names = "--asset",
      paramLabel = "NAME",
      defaultValue = "",
      description = "For one asset only; it then goes by this rule alone.")
  private String asset = "";

  @Mixin private Signatory signatory = new Signatory();

  @Mixin private LaterProject where = new LaterProject();

  RegistryRetention(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Retention retention = new Retention(asset, keep, days);
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell)) {
      desk.registrar().retain(retention, signatory.open(desk.workspace(), shell));
      RegistryText.keeping(shell.terminal(), desk.state().keeping());
    }
    return Exit.OPEN.code();
  }
}
