package dev.bulwark.scan.notebook;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.LOW;
import static dev.bulwark.kernel.check.Severity.MEDIUM;
import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.executable.PythonDeeds;
import dev.bulwark.scan.executable.ShellLine;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.scan.notebook.Notebook.Cell;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The rules over notebooks.
public final class NotebookChecks {
  private static final int SHOWN = 20;
  private static final References REFERENCES =
      new References(
          List.of("CWE-94", "CWE-506"), List.of("AML.T0010.003", "AML.T0011"), List.of("LLM03"));

  private NotebookChecks() {}

  public static List<Check<JsonView>> all() {
    return List.of(new Shipped(), new Hostile(), new ActiveOutput(), new Trusted());
  }

  private static Outcome over(
      JsonView view, java.util.function.Function<Notebook, List<Finding>> look) {
    return Notebook.of(view)
        .map(notebook -> Outcome.of(look.apply(notebook), SHOWN))
        .orElseGet(Outcome::passed);
  }

  private record Shipped() implements Check<JsonView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("NBK-001"),
            "A notebook is shipped with the model",
            "A notebook is a program whose cells run with the rights of whoever runs them.",
            "Read the cells before you run them, and run them where nothing is worth taking.",
            NOTE,
            REFERENCES);

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(JsonView view, Budget budget) {
      return over(view, notebook -> List.of(finding(view, notebook)));
    }

    private static Finding finding(JsonView view, Notebook notebook) {
      long code = notebook.cells().stream().filter(Cell::code).count();
      long hidden = notebook.cells().stream().filter(Cell::code).filter(Cell::hidden).count();
      return new Finding(
          RULE.id(),
          NOTE,
          view.source().place(),
          "The notebook has %d cells of code, %d of them folded away.".formatted(code, hidden));
    }
  }

  private record Hostile() implements Check<JsonView> {
    private static final Set<String> SHELL_MAGICS =
        Set.of("%%bash", "%%sh", "%%script", "%%system", "%%cmd", "%%!", "%%sx");
    private static final Rule RULE =
        new Rule(
            new RuleId("NBK-002"),
            "A cell of a notebook runs what it fetches or hides",
            "Whoever runs all cells runs a program nobody has read: it came from the network at"
                + " that moment, or was encoded so that it cannot be read.",
            "Do not run the cell. Fetch the file, read it, and pin it by its digest.",
            HIGH,
            REFERENCES);

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(JsonView view, Budget budget) {
      return over(
          view,
          notebook -> {
            List<Finding> findings = new ArrayList<>();
            notebook.cells().stream()
                .filter(Cell::code)
                .forEach(cell -> look(view, cell, budget, findings));
            return findings;
          });
    }

    private static void look(JsonView view, Cell cell, Budget budget, List<Finding> findings) {
      String source = cell.source();
      boolean shell = SHELL_MAGICS.stream().anyMatch(source.stripLeading()::startsWith);
      StringBuilder python = new StringBuilder();
      for (String line : source.split("\n", -1)) {
        budget.tick();
        Optional<String> command = shell ? Optional.of(line) : command(line.strip());
        if (command.isPresent()) {
          if (ShellLine.isHostile(command.get())) {
            findings.add(finding(view, cell, HIGH, "runs what a shell command fetches or decodes"));
          }
        } else {
          python.append(line).append('\n');
        }
      }
      for (PythonDeeds.Deed deed : PythonDeeds.of(python.toString(), budget)) {
        if (deed.severity().compareTo(MEDIUM) > 0) {
          findings.add(finding(view, cell, HIGH, deed.what()));
        } else if (deed.severity() == MEDIUM && cell.hidden()) {
          findings.add(finding(view, cell, MEDIUM, deed.what()));
        }
      }
    }

    /// What a line hands to a shell: `!…`, `%sx …`, `x = !…`.
    private static Optional<String> command(String line) {
      if (line.startsWith("!")) {
        return Optional.of(line.substring(line.startsWith("!!") ? 2 : 1));
      }
      for (String magic : List.of("%sx ", "%system ", "%%bash ", "%sc ")) {
        if (line.startsWith(magic)) {
          return Optional.of(line.substring(magic.length()));
        }
      }
      int assigned = line.indexOf("= !");
      return assigned > 0 && assigned < 60
          ? Optional.of(line.substring(assigned + 3))
          : Optional.empty();
    }

    private static Finding finding(JsonView view, Cell cell, Severity severity, String what) {
      return new Finding(
          RULE.id(),
          severity,
          view.place(cell.tree().at()),
          "When this cell%s runs, it %s."
              .formatted(cell.hidden() ? ", which is folded away," : "", what));
    }
  }

  private record ActiveOutput() implements Check<JsonView> {
    private static final Set<String> SCRIPTS =
        Set.of("application/javascript", "text/javascript", "application/x-javascript");
    private static final Rule RULE =
        new Rule(
            new RuleId("NBK-003"),
            "An output stored in a notebook holds a script",
            "A trusted notebook runs it in the browser as soon as it is opened, with the rights of"
                + " the notebook server: it can run cells. Plotting libraries store such outputs"
                + " too.",
            "Clear all outputs before you trust the notebook (jupyter nbconvert --clear-output).",
            NOTE,
            new References(List.of("CWE-79"), List.of("AML.T0011"), List.of("LLM05")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(JsonView view, Budget budget) {
      return over(
          view,
          notebook ->
              notebook.cells().stream()
                  .filter(cell -> cell.outputs().stream().anyMatch(ActiveOutput::isActive))
                  .map(
                      cell ->
                          new Finding(
                              RULE.id(),
                              NOTE,
                              view.place(cell.tree().at()),
                              "An output of this cell holds a script, which a trusted notebook runs"
                                  + " when it is opened."))
                  .toList());
    }

    private static boolean isActive(JsonTree outputs) {
      return outputs
          .walk()
          .anyMatch(
              named ->
                  SCRIPTS.contains(named.name())
                      || (List.of("text/html", "image/svg+xml", "text/markdown")
                              .contains(named.name())
                          && named.value() instanceof JsonTree.Text(long _, String text)
                          && isScript(text.toLowerCase(Locale.ROOT))));
    }

    private static boolean isScript(String html) {
      return html.contains("<script")
          || html.contains("javascript:")
          || html.contains("onerror=")
          || html.contains("onload=");
    }
  }

  private record Trusted() implements Check<JsonView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("NBK-004"),
            "A notebook says of itself that it is trusted",
            "Jupyter keeps trust on the reader's side and writes no such mark into files; some"
                + " older front ends believed it and ran scripts in outputs at once.",
            "Remove the mark from the metadata.",
            LOW,
            new References(List.of("CWE-345"), List.of("AML.T0011"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(JsonView view, Budget budget) {
      return over(
          view,
          notebook ->
              notebook.cells().stream()
                  .map(Cell::tree)
                  .filter(Trusted::claims)
                  .limit(1)
                  .map(
                      cell ->
                          new Finding(
                              RULE.id(),
                              notebookSeverity(cell),
                              view.place(cell.at()),
                              "This cell's metadata claims the reader's trust."))
                  .toList());
    }

    /// With an output to run, the claim has a use.
    private static Severity notebookSeverity(JsonTree.Obj cell) {
      boolean active = cell.member("outputs").map(ActiveOutput::isActive).orElse(false);
      return active ? LOW : NOTE;
    }

    private static boolean claims(JsonTree.Obj cell) {
      return cell.member("metadata")
          .filter(
              metadata ->
                  metadata instanceof JsonTree.Obj object
                      && object.member("trusted").orElse(null)
                          instanceof JsonTree.Flag(long _, boolean on)
                      && on)
          .isPresent();
    }
  }
}
