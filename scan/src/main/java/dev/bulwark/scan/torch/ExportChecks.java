package dev.bulwark.scan.torch;

import static dev.bulwark.kernel.check.Severity.HIGH;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.zip.ZipView;
import java.util.List;
import java.util.Locale;

/// The rule over exported PyTorch programs that is not the archive's.
public final class ExportChecks {
  private ExportChecks() {}

  public static List<Check<ZipView>> all() {
    return List.of(new Compiled());
  }

  /// HIGH and not CRITICAL: a compiled package holds native code by design, harmless or not.
  private record Compiled() implements Check<ZipView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("EXP-001"),
            "An exported PyTorch program is compiled to native code",
            "The library in it is loaded into the process and runs with all its rights; what it"
                + " does cannot be told by looking at it.",
            "Ask for the exported graph without data/aotinductor, and compile it yourself.",
            HIGH,
            new References(
                List.of("CWE-829", "CWE-494"), List.of("AML.T0011.000"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(ZipView view, Budget budget) {
      return Outcome.of(
          view.members().stream()
              .filter(member -> isLibrary(member.name().toLowerCase(Locale.ROOT)))
              .limit(50)
              .map(
                  member ->
                      new Finding(
                          RULE.id(),
                          HIGH,
                          view.place().at(member.header()),
                          "Loading the program loads and runs the native library \"%s\"."
                              .formatted(Place.printable(member.name()))))
              .toList());
    }

    private static boolean isLibrary(String name) {
      return name.endsWith(".so")
          || name.contains(".so.")
          || name.endsWith(".dll")
          || name.endsWith(".pyd")
          || name.endsWith(".dylib");
    }
  }
}
