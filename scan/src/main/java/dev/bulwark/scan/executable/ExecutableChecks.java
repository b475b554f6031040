package dev.bulwark.scan.executable;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.executable.ExecutableView.Kind;
import java.util.List;
import java.util.Locale;

/// The rules over programs.
public final class ExecutableChecks {
  private static final References REFERENCES =
      new References(List.of("CWE-829"), List.of("AML.T0010.003", "AML.T0011"), List.of("LLM03"));

  private ExecutableChecks() {}

  public static List<Check<ExecutableView>> all() {
    return List.of(new MachineCodeShipped(), new Portable(), new BytecodeShipped());
  }

  private static Outcome judge(boolean applies, Finding finding) {
    return applies ? Outcome.of(List.of(finding)) : Outcome.passed();
  }

  private record MachineCodeShipped() implements Check<ExecutableView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("EXE-001"),
            "Machine code is shipped with a model",
            "A model is data; a program or a shared library beside it runs with the rights of"
                + " whoever starts or loads it, and nothing here can say what it does.",
            "Get programs from the publisher's signed releases or build them from source; keep"
                + " them out of the model's folder.",
            HIGH,
            REFERENCES);

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(ExecutableView view, Budget budget) {
      Kind kind = view.kind();
      return judge(
          !kind.bytecode() && kind != Kind.APE,
          new Finding(
              RULE.id(),
              HIGH,
              view.place(),
              "This is %s: starting or loading it runs its code.".formatted(kind.words())));
    }
  }

  private record Portable() implements Check<ExecutableView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("EXE-002"),
            "A model is a program (llamafile)",
            "The file is a model and the program that runs it in one: it starts on six operating"
                + " systems, and whoever wants the model has to run the program.",
            "Take the weights alone, as GGUF, and run them with a program you chose; or hold the"
                + " file's digest against the publisher's signed release.",
            HIGH,
            REFERENCES);

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(ExecutableView view, Budget budget) {
      return judge(
          view.kind() == Kind.APE,
          new Finding(
              RULE.id(),
              HIGH,
              view.place(),
              "This is %s: it is executable by design, and its code was not inspected."
                  .formatted(view.kind().words())));
    }
  }

  private record BytecodeShipped() implements Check<ExecutableView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("PYC-004"),
            "Compiled code is shipped with a model",
            "Bytecode runs like source code and cannot be read by people; Python prefers a compiled"
                + " file over the source beside it when their dates say so.",
            "Delete compiled files and ship the source.",
            HIGH,
            REFERENCES);

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(ExecutableView view, Budget budget) {
      String name = view.place().path().getLast().toLowerCase(Locale.ROOT);
      boolean cache = view.kind() == Kind.PYC && name.contains("__pycache__/");
      return judge(
          view.kind().bytecode(),
          new Finding(
              RULE.id(),
              cache ? MEDIUM : HIGH,
              view.place(),
              "This is %s: it runs when it is imported or loaded, and was not inspected."
                  .formatted(view.kind().words())));
    }
  }
}
