package dev.bulwark.cli.command;

import dev.bulwark.control.policy.Ask;
import dev.bulwark.control.policy.Control;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.policy.Requirement;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.Shell;
import dev.bulwark.project.inspect.Inspector;
import dev.bulwark.project.session.LedgerCheck;
import dev.bulwark.project.terminal.Paint;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Says what a rule, a control or an ask means.
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Explains a rule, a control or an ask of the guidelines.",
      "Text, why, fix and ids in public catalogues, for PKL-001, TR-38, RSK-01, R04, …"
    })
public final class ExplainCommand implements Callable<Integer> {
  private final Shell shell;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ID",
      description = "The id of a rule, a control or an ask.")
  private @Nullable String id;

  @Option(
      names = "--all",
      paramLabel = "DIR",
      description = "Write one page for every rule into a folder, and an index.")
  private @Nullable Path all;

  @Mixin private JsonOption json = new JsonOption();

  public ExplainCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    List<Rule> rules = new ArrayList<>(new Inspector(shell).rules());
    rules.add(LedgerCheck.rule());
    rules.addAll(RegistryRuns.rules());
    if (all != null) {
      shell.terminal().line(RulePages.write(all, rules) + " pages written to " + all);
      return Exit.OPEN.code();
    }
    String asked = id;
    if (asked == null) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID, "expected the id of a rule, a control or an ask, found none");
    }
    Json.Obj found =
        rules.stream()
            .filter(rule -> rule.id().value().equalsIgnoreCase(asked))
            .findFirst()
            .map(ExplainCommand::rule)
            .or(() -> control(asked))
            .or(() -> ask(asked))
            .orElseThrow(() -> unknown(asked, rules));
    if (json.wanted()) {
      JsonOption.print(shell.terminal(), found);
    } else {
      print(found);
      rules.stream()
          .filter(rule -> rule.id().value().equalsIgnoreCase(asked))
          .findFirst()
          .flatMap(rule -> RuleExample.of(rule.id()))
          .ifPresent(this::print);
    }
    return Exit.OPEN.code();
  }

  private void print(Json.Obj found) {
    shell
        .terminal()
        .line(
            shell
                .terminal()
                .paint(
                    Paint.BOLD,
                    found.text("id").orElse("") + "  " + found.text("title").orElse("")));
    found
        .members()
        .forEach(
            (name, value) -> {
              if (name.equals("id") || name.equals("title") || name.equals("example")) {
                return;
              }
              switch (value) {
                case Json.Text text -> row(name, text.value());
                case Json.Arr list when !list.items().isEmpty() ->
                    row(
                        name,
                        String.join(
                            ", ",
                            list.items().stream()
                                .map(
                                    item ->
                                        item instanceof Json.Text text
                                            ? text.value()
                                            : item.canonical())
                                .toList()));
                case Json.Obj object ->
                    object
                        .members()
                        .forEach((key, ids) -> row(key, String.join(", ", object.texts(key))));
                case Json.Arr _, Json.Int _, Json.Real _, Json.Bool _, Json.Null _ -> {}
              }
            });
  }

  private void print(RuleExample example) {
    String name = "example";
    for (String line : example.lines()) {
      row(name, line);
      name = "";
    }
  }

  private void row(String name, String text) {
    shell.terminal().line("  %-12s %s".formatted(name, text));
  }

  private static Json.Obj rule(Rule rule) {
    Json.Builder object =
        Json.object()
            .put("id", rule.id().value())
            .put("title", rule.title())
            .put("severity", rule.severity().name().toLowerCase(Locale.ROOT))
            .put("why", rule.why())
            .put("fix", rule.fix())
            .put("cwe", Json.texts(rule.references().cwe()))
            .put("atlas", Json.texts(rule.references().atlas()))
            .put("owasp", Json.texts(rule.references().owasp()));
    RuleExample.of(rule.id()).ifPresent(example -> object.put("example", example.json()));
    return object.build();
  }

  private static Optional<Json.Obj> control(String id) {
    return Policy.builtin().catalogue().controls().stream()
        .filter(control -> control.id().equalsIgnoreCase(id))
        .findFirst()
        .map(ExplainCommand::control);
  }

  private static Json.Obj control(Control control) {
    Json.Builder frameworks = Json.object();
    control.frameworks().forEach((key, ids) -> frameworks.put(key, Json.texts(ids)));
    return Json.object()
        .put("id", control.id())
        .put("title", control.title())
        .put("stage", control.stage().word())
        .put("requirement", control.requirement())
        .put("serves", Json.texts(control.asks()))
        .put(
            "evidence",
            Json.texts(control.evidence().stream().map(ExplainCommand::evidence).toList()))
        .put(
            "gates",
            Json.texts(
                control.gates().entrySet().stream()
                    .map(
                        gate ->
                            gate.getKey().word()
                                + " "
                                + gate.getValue().name().toLowerCase(Locale.ROOT))
                    .toList()))
        .put("frameworks", frameworks.build())
        .build();
  }

  private static String evidence(Requirement requirement) {
    String by =
        requirement.source() instanceof Requirement.Source.Attestation attestation
            ? " signed as " + attestation.role()
            : "";
    return requirement.source().name()
        + " on "
        + requirement.about()
        + by
        + " (at least "
        + requirement.assurance()
        + ", at most "
        + requirement.age()
        + " old)";
  }

  private static Optional<Json.Obj> ask(String id) {
    return Ask.all().stream()
        .filter(ask -> ask.id().equalsIgnoreCase(id))
        .findFirst()
        .map(
            ask ->
                Json.object()
                    .put("id", ask.id())
                    .put("title", ask.text())
                    .put("where", ask.where())
                    .put(
                        "served by",
                        Json.texts(
                            Policy.builtin().catalogue().controls().stream()
                                .filter(control -> control.asks().contains(ask.id()))
                                .map(control -> control.id() + " " + control.title())
                                .toList()))
                    .build());
  }

  private static WorkspaceFault unknown(String id, List<Rule> rules) {
    int dash = id.indexOf('-');
    String family = (dash < 0 ? id : id.substring(0, dash)).toUpperCase(Locale.ROOT) + "-";
    List<String> near =
        rules.stream()
            .map(rule -> rule.id().value())
            .filter(known -> known.startsWith(family))
            .limit(8)
            .toList();
    return new WorkspaceFault(
        WorkspaceFault.INVALID,
        "expected the id of a rule, a control or an ask, found \""
            + id
            + "\""
            + (near.isEmpty()
                ? "; `bulwark controls` lists the controls"
                : "; near it: " + String.join(", ", near)));
  }
}
