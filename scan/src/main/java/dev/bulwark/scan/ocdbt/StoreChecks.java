package dev.bulwark.scan.ocdbt;

import static dev.bulwark.kernel.check.Severity.HIGH;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.graph.Look;
import dev.bulwark.scan.graph.NamedPath;
import java.util.List;

/// The rules over OCDBT stores. Which bytes of their data files belong to nothing is told by the
/// rules over weights.
public final class StoreChecks {
  private static final Rule OUTSIDE =
      new Rule(
          new RuleId("OCD-001"),
          "An OCDBT store reads files outside of its folder",
          "Whoever loads the checkpoint reads the named file into it, whatever lies there.",
          "Refuse the checkpoint, or save it again with Orbax.",
          HIGH,
          new References(
              List.of("CWE-22", "CWE-73"),
              List.of("AML.T0010.003", "AML.T0011.000"),
              List.of("LLM03")));

  private StoreChecks() {}

  public static List<Check<StoreView>> all() {
    return List.of(
        new Look<>(
            OUTSIDE,
            view ->
                view.outside().stream()
                    .map(
                        path ->
                            new Finding(
                                OUTSIDE.id(),
                                OUTSIDE.severity(),
                                view.place(),
                                "The store reads \"%s\".".formatted(NamedPath.shown(path))))));
  }
}
