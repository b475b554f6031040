package dev.bulwark.scan.msgpack;

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
import dev.bulwark.scan.msgpack.MsgpackView.Kind;
import java.util.List;

/// The rules over MessagePack files: one for each kind of oddity.
public final class MsgpackChecks {
  private MsgpackChecks() {}

  public static List<Check<MsgpackView>> all() {
    return List.of(
        new Odd(
            Kind.EXTENSION,
            rule(
                "MSG-001",
                "A MessagePack file has an extension that is not known",
                "What an extension means is up to the program that reads it; some unpickle it.",
                "Save the parameters with flax.serialization, or convert them to safetensors.",
                MEDIUM,
                "CWE-502")),
        new Odd(
            Kind.ARRAY,
            rule(
                "MSG-002",
                "An array's bytes do not fit its shape and type",
                "A loader refuses the array or reads past it; bytes that no element needs can be"
                    + " anything.",
                "Save the parameters again.",
                MEDIUM,
                "CWE-130",
                "CWE-789")),
        new Odd(
            Kind.OBJECTS,
            rule(
                "MSG-003",
                "A MessagePack file holds an array of Python objects",
                "Such arrays cannot be rebuilt from bytes without unpickling or trusting addresses"
                    + " in them.",
                "Save numbers only.",
                HIGH,
                "CWE-502")),
        new Odd(
            Kind.TWICE,
            rule(
                "MSG-004",
                "A map has the same key twice",
                "Readers differ in which of the two they keep: what was inspected need not be what"
                    + " is used.",
                "Save the parameters again; no writer makes such a map.",
                MEDIUM,
                "CWE-436")),
        new Odd(
            Kind.TRAILING,
            rule(
                "MSG-005",
                "Bytes stand behind the value of a MessagePack file",
                "They can be a second file, or a payload that waits to be fetched from there.",
                "Save the parameters again; find out what the extra bytes are.",
                MEDIUM,
                "CWE-434")));
  }

  private static Rule rule(
      String id, String title, String why, String fix, Severity severity, String... cwe) {
    return new Rule(
        new RuleId(id),
        title,
        why,
        fix,
        severity,
        new References(List.of(cwe), List.of("AML.T0010.003"), List.of("LLM03")));
  }

  private record Odd(Kind kind, Rule rule) implements Check<MsgpackView> {
    @Override
    public Outcome examine(MsgpackView view, Budget budget) {
      return Outcome.of(
          view.oddities().stream()
              .filter(oddity -> oddity.kind() == kind)
              .map(
                  oddity ->
                      new Finding(
                          rule.id(),
                          rule.severity(),
                          view.place().at(oddity.at()),
                          oddity.what() + "."))
              .toList());
    }
  }
}
