package dev.bulwark.cli.command;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.card.CardMaker;
import dev.bulwark.project.card.CardText;
import dev.bulwark.project.card.ModelCard;
import dev.bulwark.project.report.html.CardPage;
import dev.bulwark.project.session.Policies;
import dev.bulwark.project.workspace.WorkspaceReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Draws a version's model card.
@Command(
    name = "card",
    mixinStandardHelpOptions = true,
    description = {
      "Draws a version's model card from the evidence.",
      "Identity, lineage, checks, findings, waivers, where it ran, who decided and signed, and what"
          + " has not been assessed. Nobody writes one. The same ledger and moment give the same"
          + " bytes. Markdown when no form is named."
    })
final class ModelCardCommand implements Callable<Integer> {
  private final Shell shell;

  @Mixin private WhichVersion which = new WhichVersion();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "One self-contained page, readable on paper.")
  private @Nullable Path html;

  @Option(names = "--markdown", description = "Markdown, to standard output.")
  private boolean markdown;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = Moment.class,
      description = "As of an earlier moment: a date or an RFC 3339 time.")
  private @Nullable Instant at;

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  ModelCardCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Instant asOf = at == null ? shell.clock().instant() : at;
    List<Evidence> ledger = WorkspaceReader.open(where.home(shell)).contents().evidence();
    ModelCard card = CardMaker.of(ledger, asOf, Policies.at(ledger, asOf), which.id());
    if (html != null) {
      Files.write(html, CardPage.of(card));
      shell.terminal().line("wrote " + html);
    }
    if (json.wanted()) {
      shell.terminal().line(CardText.json(card).canonical());
    } else if (markdown || html == null) {
      shell.terminal().out().print(CardText.markdown(card));
    }
    return Exit.OPEN.code();
  }
}
