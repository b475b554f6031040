package dev.bulwark.scan.archive;

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
import dev.bulwark.scan.archive.ArchiveView.Kind;
import java.util.List;

/// The rules over 7z, ar and cpio archives.
public final class ArchiveChecks {
  private ArchiveChecks() {}

  public static List<Check<ArchiveView>> all() {
    return List.of(
        new Odd(
            Kind.ESCAPE,
            rule(
                "ARC-001",
                "A member of an archive leaves the folder it is unpacked into",
                "Unpacking the archive can overwrite files elsewhere on the machine.",
                "Do not unpack it; ask its supplier for an archive with plain relative names.",
                HIGH,
                "CWE-22")),
        new Odd(
            Kind.DUPLICATE,
            rule(
                "ARC-002",
                "Two members of an archive have one name",
                "Some readers take the first, some the last: what was inspected need not be what"
                    + " is loaded.",
                "Remove one of the two and pack the archive again.",
                HIGH,
                "CWE-436")),
        new Odd(
            Kind.UNEXPLAINED,
            rule(
                "ARC-003",
                "An archive holds bytes that belong to no member",
                "Bytes that no reader of the archive sees can be a file another program opens.",
                "Pack the archive again from its members; find out what the extra bytes are.",
                MEDIUM,
                "CWE-434")),
        new Unreadable());
  }

  private static Rule rule(
      String id, String title, String why, String fix, Severity severity, String cwe) {
    return new Rule(
        new RuleId(id),
        title,
        why,
        fix,
        severity,
        new References(List.of(cwe), List.of("AML.T0010.003"), List.of("LLM03")));
  }

  private record Odd(Kind kind, Rule rule) implements Check<ArchiveView> {
    @Override
    public Outcome examine(ArchiveView view, Budget budget) {
      return Outcome.of(
          view.oddities().stream()
              .filter(odd -> odd.kind() == kind)
              .map(
                  odd ->
                      new Finding(
                          rule.id(),
                          rule.severity(),
                          view.place().at(odd.offset()),
                          "In this %s archive %s.".formatted(view.format(), odd.what())))
              .toList());
    }
  }

  /// Never fails: encryption is no sin, and no pass either.
  private record Unreadable() implements Check<ArchiveView> {
    private static final Rule RULE =
        ArchiveChecks.rule(
            "ARC-004",
            "A member of an archive cannot be read",
            "An encrypted member, or one packed by a rare method, is not inspected; whoever has"
                + " the password loads it unseen.",
            "Hand in the members themselves, or an archive without encryption.",
            MEDIUM,
            "CWE-693");

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(ArchiveView view, Budget budget) {
      return view.oddities().stream()
          .filter(odd -> odd.kind() == Kind.UNREADABLE)
          .findFirst()
          .map(odd -> Outcome.undecided(Outcome.Reason.UNSUPPORTED, odd.what()))
          .orElse(Outcome.passed());
    }
  }
}
