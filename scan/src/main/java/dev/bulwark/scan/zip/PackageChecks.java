package dev.bulwark.scan.zip;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.zip.ZipView.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Zip archives that are made to be run: told by what is in them, whatever they are called.
final class PackageChecks {
  private static final int MOST = 50;

  private PackageChecks() {}

  static Check<ZipView> executable() {
    return new Executable();
  }

  private record Executable() implements Check<ZipView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("ZIP-009"),
            "An archive carries code that whoever loads it runs",
            "A TorchServe archive is served by the Python handler in it. That is how it works, and"
                + " what the handler does nobody sees by looking at the weights.",
            "Review the code as your own, or take the weights alone and serve them with code you"
                + " have.",
            HIGH,
            new References(
                List.of("CWE-829", "CWE-94"), List.of("AML.T0011.000"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(ZipView view, Budget budget) {
      List<Finding> findings = new ArrayList<>();
      boolean served = has(view, "MAR-INF/MANIFEST.json");
      for (Member member : view.members()) {
        budget.tick();
        String name = member.name().toLowerCase(Locale.ROOT);
        if (served && name.endsWith(".py")) {
          add(findings, view, member);
        }
      }
      if (has(view, "META-INF/MANIFEST.MF") || isWheel(view)) {
        findings.add(
            new Finding(RULE.id(), NOTE, view.place(), "The archive is a software package."));
      }
      return Outcome.of(findings);
    }

    private static boolean has(ZipView view, String name) {
      return view.members().stream().anyMatch(member -> member.name().equalsIgnoreCase(name));
    }

    private static boolean isWheel(ZipView view) {
      return view.members().stream()
          .anyMatch(
              member ->
                  member.name().endsWith(".dist-info/WHEEL")
                      || member.name().equals("EGG-INFO/PKG-INFO"));
    }

    private static void add(List<Finding> findings, ZipView view, Member member) {
      if (findings.size() < MOST) {
        findings.add(
            new Finding(
                RULE.id(),
                HIGH,
                view.place().at(member.header()),
                "TorchServe imports and runs %s when it serves this archive."
                    .formatted(Oddities.quoted(member.name()))));
      }
    }
  }
}
