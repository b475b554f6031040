package dev.bulwark.scan.gguf;

import static dev.bulwark.kernel.check.Severity.HIGH;
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
import dev.bulwark.scan.gguf.GgufView.Kind;
import java.util.List;

/// The rules over GGUF files: one for each kind of violation.
public final class GgufChecks {
  private static final References CONFUSION =
      new References(List.of("CWE-436"), List.of("AML.T0010.003"), List.of("LLM03"));
  private static final String REBUILD =
      "Convert the model again from its original with the current converter.";

  private GgufChecks() {}

  public static List<Check<GgufView>> all() {
    return List.of(
        new Violated(
            Kind.DUPLICATE,
            rule(
                "GUF-001",
                "A GGUF file holds a key or a tensor twice",
                "One reader takes the first, another the last: what was inspected need not be what"
                    + " is loaded. The reference reader refuses the file.",
                HIGH,
                CONFUSION)),
        new Violated(
            Kind.TENSOR,
            rule(
                "GUF-002",
                "A tensor's type, dimensions and place do not fit together",
                "A reader that multiplies the dimensions without care writes or reads outside of"
                    + " its memory: several loaders did (CVE-2024-23496, CVE-2024-21836).",
                HIGH,
                new References(
                    List.of("CWE-190", "CWE-787"), List.of("AML.T0010.003"), List.of("LLM03")))),
        new Violated(
            Kind.LAYOUT,
            rule(
                "GUF-003",
                "Tensors of a GGUF file overlap, or something lies between them",
                "Bytes that belong to two tensors or to none let one file mean two things and carry"
                    + " hidden content.",
                MEDIUM,
                CONFUSION)),
        new Violated(
            Kind.LENGTH,
            rule(
                "GUF-004",
                "A GGUF file does not end with its last tensor",
                "Bytes after the last tensor can be a second file that another program opens;"
                    + " missing bytes mean the file was cut.",
                MEDIUM,
                new References(
                    List.of("CWE-434", "CWE-506"), List.of("AML.T0010.003"), List.of("LLM03")))),
        new Violated(
            Kind.VALUE,
            rule(
                "GUF-005",
                "A GGUF file holds a value that the format does not allow",
                "The reference reader refuses it, and other readers are led astray by it.",
                MEDIUM,
                CONFUSION)),
        new Violated(
            Kind.SPLIT,
            new Rule(
                new RuleId("GUF-006"),
                "A GGUF file is one part of a model",
                "The other parts hold tensors and may hold anything else.",
                "Scan all parts together, and refuse the model when one is missing.",
                NOTE,
                CONFUSION)));
  }

  private static Rule rule(
      String id, String title, String why, Severity severity, References references) {
    return new Rule(new RuleId(id), title, why, REBUILD, severity, references);
  }

  private record Violated(Kind kind, Rule rule) implements Check<GgufView> {
    @Override
    public Outcome examine(GgufView view, Budget budget) {
      return Outcome.of(
          view.violations().stream()
              .filter(violation -> violation.kind() == kind)
              .map(
                  violation ->
                      new Finding(
                          rule.id(),
                          rule.severity(),
                          view.place().at(violation.offset()),
                          "Here %s.".formatted(violation.what())))
              .toList());
    }
  }
}
