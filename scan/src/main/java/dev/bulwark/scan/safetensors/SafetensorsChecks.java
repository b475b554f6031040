package dev.bulwark.scan.safetensors;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.safetensors.SafetensorsView.Kind;
import java.util.List;

/// The rules over safetensors files: one for each kind of violation.
public final class SafetensorsChecks {
  private static final References CONFUSION =
      new References(List.of("CWE-436"), List.of("AML.T0010.003"), List.of("LLM03"));
  private static final String REBUILD =
      "Write the file again with the reference library and compare the tensors.";

  private SafetensorsChecks() {}

  public static List<Check<SafetensorsView>> all() {
    return List.of(
        check(
            Kind.DUPLICATE,
            "SFT-001",
            "A safetensors header holds a key twice",
            "One reader takes the first value, another the last: the tensors that were inspected"
                + " need not be the ones that are loaded.",
            HIGH,
            CONFUSION),
        check(
            Kind.TENSOR,
            "SFT-002",
            "A tensor's type, shape and byte range do not fit together",
            "A reader that trusts the shape reads past the tensor's bytes; the reference reader"
                + " refuses the file.",
            HIGH,
            new References(
                List.of("CWE-125", "CWE-190"), List.of("AML.T0010.003"), List.of("LLM03"))),
        check(
            Kind.LAYOUT,
            "SFT-003",
            "Tensors of a safetensors file overlap or leave a hole",
            "Bytes that belong to two tensors or to none let one file mean two things and carry"
                + " hidden content; the reference reader refuses it.",
            MEDIUM,
            CONFUSION),
        check(
            Kind.LENGTH,
            "SFT-004",
            "A safetensors file does not end with its last tensor",
            "Bytes after the last tensor can be a second file that another program opens; missing"
                + " bytes mean the file was cut. The reference reader refuses both.",
            MEDIUM,
            new References(
                List.of("CWE-434", "CWE-506"), List.of("AML.T0010.003"), List.of("LLM03"))),
        check(
            Kind.METADATA,
            "SFT-005",
            "A safetensors header holds more than the format allows",
            "Metadata is a map of text to text. Anything else is refused by the reference reader,"
                + " and is where other readers are led astray.",
            MEDIUM,
            CONFUSION));
  }

  private static Check<SafetensorsView> check(
      Kind kind, String id, String title, String why, Severity severity, References references) {
    return new Violated(kind, new Rule(new RuleId(id), title, why, REBUILD, severity, references));
  }

  private record Violated(Kind kind, Rule rule) implements Check<SafetensorsView> {
    @Override
    public Outcome examine(SafetensorsView view, Budget budget) {
      return Outcome.of(
          view.violations().stream()
              .filter(violation -> violation.kind() == kind)
              .map(
                  violation ->
                      new Finding(
                          rule.id(),
                          rule.severity(),
                          view.place().at(violation.offset()),
                          violation.what() + "."))
              .toList());
    }
  }
}
