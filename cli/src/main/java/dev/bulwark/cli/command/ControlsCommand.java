package dev.bulwark.cli.command;

import dev.bulwark.control.policy.Ask;
import dev.bulwark.control.policy.Control;
import dev.bulwark.control.policy.Coverage;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.policy.Requirement;
import dev.bulwark.govern.manifest.BuiltinManifestChecks;
import dev.bulwark.govern.threat.ThreatRuns;
import dev.bulwark.inventory.Inventory;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.session.LedgerCheck;
import dev.bulwark.project.terminal.Paint;
import dev.bulwark.registry.lesson.LessonChecks;
import dev.bulwark.registry.update.UpdateChecks;
import dev.bulwark.registry.watch.RollbackDrill;
import dev.bulwark.registry.watch.SeparationChecks;
import dev.bulwark.scan.ModelFileScanner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists the catalogue, and what of it this version can really produce evidence for.
@Command(
    name = "controls",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the controls, and how far they are covered.",
      "With --coverage: the guidelines' asks, the controls that serve each, and what evidence this version can produce."
    })
public final class ControlsCommand implements Callable<Integer> {
  private final Shell shell;

  @Option(names = "--coverage", description = "Asks × controls × producers.")
  private boolean coverage;

  @Option(
      names = "--markdown",
      description = "The coverage table as Markdown, for docs/controls.md.")
  private boolean markdown;

  @Mixin private JsonOption json = new JsonOption();

  public ControlsCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Policy policy = Policy.builtin();
    Coverage table = Coverage.of(policy.catalogue(), Ask.all(), producers(policy));
    if (json.wanted()) {
      JsonOption.print(shell.terminal(), json(table));
    } else if (markdown) {
      shell.terminal().out().print(CoveragePage.of(table));
    } else if (coverage) {
      asks(table);
    } else {
      table.controls().forEach(this::control);
    }
    return Exit.OPEN.code();
  }

  /// The names of everything this program can make evidence of. People can attest anything a
  /// control asks of them.
  static Set<String> producers(Policy policy) {
    Set<String> names =
        new LinkedHashSet<>(
            List.of(
                BuiltinManifestChecks.SUITE,
                ThreatRuns.THREAT_MODEL,
                ThreatRuns.RISK_REGISTER,
                ThreatRuns.THREAT_TRACE,
                ThreatRuns.RESIDUAL_RISK,
                ModelFileScanner.SUITE,
                Inventory.BOM_SUITE,
                Inventory.VULNERABILITY_SUITE,
                LedgerCheck.SUITE,
                SeparationChecks.SUITE,
                RollbackDrill.SUITE,
                UpdateChecks.TESTS,
                UpdateChecks.STATUS,
                LessonChecks.SUITE));
    for (Control control : policy.catalogue().controls()) {
      control.evidence().stream()
          .map(Requirement::source)
          .filter(Requirement.Source.Attestation.class::isInstance)
          .forEach(source -> names.add(source.name()));
    }
    return names;
  }

  private void control(Coverage.Producible each) {
    shell
        .terminal()
        .line(
            "%s %-7s %-8s %s"
                .formatted(
                    mark(each),
                    each.control().id(),
                    each.control().stage().word(),
                    each.control().title()));
    if (!each.missing().isEmpty()) {
      shell
          .terminal()
          .line(
              "            "
                  + shell
                      .terminal()
                      .paint(
                          Paint.DIM, "nothing produces yet: " + String.join(", ", each.missing())));
    }
  }

  private void asks(Coverage table) {
    for (Coverage.Row row : table.rows()) {
      shell
          .terminal()
          .line(shell.terminal().paint(Paint.BOLD, row.ask().id()) + "  " + row.ask().text());
      row.controls()
          .forEach(
              each ->
                  shell
                      .terminal()
                      .line(
                          "     "
                              + mark(each)
                              + " "
                              + each.control().id()
                              + " "
                              + each.control().title()));
    }
    long whole =
        table.controls().stream().filter(each -> each.extent() == Coverage.Extent.WHOLE).count();
    shell.terminal().line();
    shell
        .terminal()
        .line(
            "%d asks, %d without a control; %d controls: %d can be shown wholly by this version, %d not at all"
                .formatted(
                    table.rows().size(),
                    table.unserved().size(),
                    table.controls().size(),
                    whole,
                    table.unproduced().size()));
  }

  private String mark(Coverage.Producible each) {
    return switch (each.extent()) {
      case WHOLE -> shell.terminal().paint(Paint.GREEN, "●");
      case PART -> shell.terminal().paint(Paint.YELLOW, "◐");
      case NONE -> shell.terminal().paint(Paint.DIM, "○");
    };
  }

  private static Json.Obj json(Coverage table) {
    return Json.object()
        .put(
            "asks",
            Json.array(
                table.rows().stream()
                    .map(
                        row ->
                            Json.object()
                                .put("id", row.ask().id())
                                .put("text", row.ask().text())
                                .put(
                                    "controls",
                                    Json.texts(
                                        row.controls().stream()
                                            .map(each -> each.control().id())
                                            .toList()))
                                .build())
                    .toList()))
        .put(
            "controls",
            Json.array(
                table.controls().stream()
                    .map(
                        each ->
                            Json.object()
                                .put("id", each.control().id())
                                .put("title", each.control().title())
                                .put("produced", Json.texts(each.produced()))
                                .put("missing", Json.texts(each.missing()))
                                .build())
                    .toList()))
        .build();
  }
}
