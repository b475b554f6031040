package dev.bulwark.scan.tar;

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
import dev.bulwark.scan.tar.TarView.Kind;
import java.util.List;

/// The rules over tar archives.
public final class TarChecks {
  private static final List<String> ATLAS = List.of("AML.T0010.003");
  private static final List<String> OWASP = List.of("LLM03");

  private TarChecks() {}

  public static List<Check<TarView>> all() {
    return List.of(
        new Odd(
            Kind.ESCAPE,
            rule(
                "TAR-001",
                "A member of a tar archive leads out of the folder it is unpacked into",
                "Unpacking the archive can overwrite or read files elsewhere on the machine.",
                "Do not unpack it; ask its supplier for an archive with plain relative names.",
                HIGH,
                "CWE-22",
                "CWE-59")),
        new Odd(
            Kind.DUPLICATE,
            rule(
                "TAR-002",
                "Two members of a tar archive have one name",
                "Some readers take the first, some the last: what was inspected need not be what"
                    + " is loaded.",
                "Remove one of the two and pack the archive again.",
                HIGH,
                "CWE-436",
                "CWE-693")),
        new Odd(
            Kind.DISAGREEMENT,
            rule(
                "TAR-003",
                "Headers of a tar archive contradict each other",
                "Readers that believe different headers see different members, so a payload gets"
                    + " past the one that inspects.",
                "Unpack the archive with a tool you trust and pack it again.",
                HIGH,
                "CWE-436",
                "CWE-693")),
        new Odd(
            Kind.UNEXPLAINED,
            rule(
                "TAR-004",
                "A tar archive holds bytes that belong to no member",
                "Bytes in paddings or behind the end are unpacked by some readers and seen by no"
                    + " others.",
                "Pack the archive again from its members; find out what the extra bytes are.",
                MEDIUM,
                "CWE-434",
                "CWE-506")),
        new Odd(
            Kind.DEVICE,
            rule(
                "TAR-005",
                "A tar archive creates a device or a pipe",
                "Unpacked by an administrator it opens a way to the machine's hardware; no model"
                    + " needs one.",
                "Refuse the archive.",
                HIGH,
                "CWE-732",
                "CWE-59")),
        new Odd(
            Kind.LINK,
            rule(
                "TAR-006",
                "A tar archive holds links",
                "A link makes one name stand for another file; what is behind it is inspected under"
                    + " its own name only.",
                "Nothing, when the links are expected.",
                NOTE,
                "CWE-59",
                "CWE-61")),
        new Unreadable(),
        new OldTorch());
  }

  private static Rule rule(
      String id, String title, String why, String fix, Severity severity, String... cwe) {
    return new Rule(
        new RuleId(id), title, why, fix, severity, new References(List.of(cwe), ATLAS, OWASP));
  }

  private record Odd(Kind kind, Rule rule) implements Check<TarView> {
    @Override
    public Outcome examine(TarView view, Budget budget) {
      return Outcome.of(
          view.oddities(kind).stream()
              .map(
                  odd ->
                      new Finding(
                          rule.id(),
                          rule.severity(),
                          view.place().at(odd.offset()),
                          "In this archive " + odd.what() + "."))
              .toList());
    }
  }

  /// Never fails, and is no pass.
  private record Unreadable() implements Check<TarView> {
    private static final Rule RULE =
        TarChecks.rule(
            "TAR-007",
            "A member of a tar archive cannot be read as it will be unpacked",
            "A member with holes is inspected without them, and is another file once unpacked.",
            "Pack the archive again without sparse members.",
            MEDIUM,
            "CWE-693");

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(TarView view, Budget budget) {
      List<TarView.Oddity> unread = view.oddities(Kind.UNREADABLE);
      return unread.isEmpty()
          ? Outcome.passed()
          : Outcome.undecided(Outcome.Reason.UNSUPPORTED, unread.getFirst().what());
    }
  }

  private record OldTorch() implements Check<TarView> {
    private static final Rule RULE =
        TarChecks.rule(
            "TAR-008",
            "A model is in PyTorch's tar format of 2016",
            "Loaders up to PyTorch 2.5 unpickle two of its members without restriction even under"
                + " weights_only=True (CVE-2025-32434); nothing has written this format since.",
            "Load it once in a sandbox and save it again as safetensors.",
            MEDIUM,
            "CWE-502");

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(TarView view, Budget budget) {
      boolean torch = view.has("pickle") && (view.has("storages") || view.has("tensors"));
      return torch
          ? Outcome.of(
              List.of(
                  new Finding(
                      RULE.id(),
                      MEDIUM,
                      view.place(),
                      "torch.load unpickles its members storages, tensors and pickle, whatever they"
                          + " hold.")))
          : Outcome.passed();
    }
  }
}
