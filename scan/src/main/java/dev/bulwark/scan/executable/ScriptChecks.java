package dev.bulwark.scan.executable;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.LOW;
import static dev.bulwark.kernel.check.Severity.NOTE;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.text.TextView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The rules over source code and scripts. A name decides what a text is, because it decides for
/// Python and for shells as well; a first line `#!` does too.
public final class ScriptChecks {
  private static final int MAX_SOURCE = 16 << 20;
  private static final References REFERENCES =
      new References(
          List.of("CWE-94", "CWE-506"), List.of("AML.T0010.003", "AML.T0011"), List.of("LLM03"));

  private ScriptChecks() {}

  public static List<Check<TextView>> all() {
    return List.of(new PythonShipped(), new Hostile(), new SitePath(), new Script());
  }

  private static String name(TextView view) {
    String path = view.place().path().getLast();
    return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  private static String firstLine(TextView view) {
    long end = Math.min(200, view.source().size());
    String head =
        new String(
            view.source().bytes().asSlice(0, end).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
    int line = head.indexOf('\n');
    return line < 0 ? head : head.substring(0, line);
  }

  private static boolean isPython(TextView view) {
    String name = name(view);
    return name.endsWith(".py")
        || name.endsWith(".pyw")
        || name.endsWith(".pyi")
        || (firstLine(view).startsWith("#!") && firstLine(view).contains("python"));
  }

  private static boolean isShell(TextView view) {
    String name = name(view);
    return name.endsWith(".sh")
        || name.endsWith(".bash")
        || name.endsWith(".bat")
        || name.endsWith(".cmd")
        || name.endsWith(".ps1")
        || (firstLine(view).startsWith("#!") && !isPython(view));
  }

  /// @throws Budget.OverLimit when it is larger than source code is
  private static String text(TextView view) {
    if (view.source().size() > MAX_SOURCE) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT, "source code larger than " + MAX_SOURCE + " bytes");
    }
    return new String(view.source().bytes().toArray(JAVA_BYTE), StandardCharsets.UTF_8);
  }

  private record PythonShipped() implements Check<TextView> {
    private static final Set<String> RUN_UNASKED =
        Set.of("setup.py", "hubconf.py", "sitecustomize.py", "usercustomize.py", "conftest.py");
    private static final Rule RULE =
        new Rule(
            new RuleId("PYC-001"),
            "Python code is shipped with the model",
            "Loaders run it when they are told to trust remote code, and some files run without"
                + " being asked for: setup.py when the folder is installed, hubconf.py with"
                + " torch.hub, sitecustomize.py at every start of Python.",
            "Read the code before it runs, pin the revision, and prefer models that the library"
                + " itself implements.",
            LOW,
            REFERENCES);

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(TextView view, Budget budget) {
      if (!isPython(view)) {
        return Outcome.passed();
      }
      String name = name(view);
      boolean start = name.endsWith("customize.py");
      String what =
          RUN_UNASKED.contains(name)
              ? "This is %s, which runs without being asked for.".formatted(name)
              : "This is Python code, which a loader that trusts the model's code runs.";
      return Outcome.of(List.of(new Finding(RULE.id(), start ? LOW : NOTE, view.place(), what)));
    }
  }

  private record Hostile() implements Check<TextView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("PYC-002"),
            "Python code shipped with the model runs programs or hidden code",
            "Code that describes a model computes. Code that decodes and runs strings, starts"
                + " shells or fetches programs does something else.",
            "Do not load the model with its own code; ask its publisher what this is for.",
            CRITICAL,
            REFERENCES);

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(TextView view, Budget budget) {
      if (!isPython(view)) {
        return Outcome.passed();
      }
      List<Finding> findings = new ArrayList<>();
      for (PythonDeeds.Deed deed : PythonDeeds.of(text(view), budget)) {
        findings.add(
            new Finding(
                RULE.id(),
                deed.severity(),
                view.place().at(deed.line(), 1),
                "When this line runs, it %s.".formatted(deed.what())));
      }
      return Outcome.of(findings);
    }
  }

  /// Python's `site` runs every line of a `.pth` file that begins with `import`, at every start.
  private record SitePath() implements Check<TextView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("PYC-003"),
            "A .pth file runs code whenever Python starts",
            "Python executes lines of .pth files in its library folder that begin with \"import\","
                + " before any program and without a sign.",
            "Do not install the folder; delete the file.",
            CRITICAL,
            REFERENCES);

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(TextView view, Budget budget) {
      if (!name(view).endsWith(".pth")) {
        return Outcome.passed();
      }
      List<Finding> findings = new ArrayList<>();
      int number = 0;
      for (String line : text(view).split("\n", -1)) {
        budget.tick();
        number++;
        if (line.startsWith("import ") || line.startsWith("import\t")) {
          boolean more = line.indexOf(';') >= 0 || line.indexOf('(') >= 0;
          findings.add(
              new Finding(
                  RULE.id(),
                  more ? CRITICAL : HIGH,
                  view.place().at(number, 1),
                  more
                      ? "Python runs this line at every start, and it does more than import."
                      : "Python imports this module at every start."));
        }
      }
      return Outcome.of(findings, 20);
    }
  }

  private record Script() implements Check<TextView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("EXE-003"),
            "A script is shipped with the model",
            "Who runs it, because the instructions say so, runs whatever it holds or fetches.",
            "Read it first; fetch files by digest instead of piping them into a shell.",
            HIGH,
            REFERENCES);

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(TextView view, Budget budget) {
      if (!isShell(view)) {
        return Outcome.passed();
      }
      List<Finding> findings = new ArrayList<>();
      findings.add(finding(NOTE, view, 1, "This is a script."));
      int number = 0;
      for (String line : text(view).split("\n", -1)) {
        budget.tick();
        number++;
        if (!line.strip().startsWith("#") && ShellLine.isHostile(line)) {
          findings.add(
              finding(HIGH, view, number, "This line runs what it fetches or decodes, unseen."));
        }
      }
      return Outcome.of(findings, 20);
    }

    private static Finding finding(Severity severity, TextView view, int line, String message) {
      return new Finding(RULE.id(), severity, view.place().at(line, 1), message);
    }
  }
}
