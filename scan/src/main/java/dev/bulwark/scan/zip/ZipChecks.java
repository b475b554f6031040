package dev.bulwark.scan.zip;

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
import dev.bulwark.scan.zip.ZipView.Kind;
import dev.bulwark.scan.zip.ZipView.Oddity;
import java.util.List;

/// The rules over zip archives: one for each kind of oddity.
public final class ZipChecks {
  private static final References CONFUSION =
      new References(List.of("CWE-436", "CWE-693"), List.of("AML.T0010.003"), List.of("LLM03"));

  private ZipChecks() {}

  public static List<Check<ZipView>> all() {
    return List.of(
        new Odd(
            Kind.DISAGREEMENT,
            rule(
                "ZIP-001",
                "A zip archive describes itself in two ways that disagree",
                "A scanner that reads the directory and a loader that reads the headers then see"
                    + " different files, so a payload gets past the scanner.",
                "Unpack the archive with a tool you trust and pack it again; ask its supplier"
                    + " which writer made it.",
                HIGH,
                CONFUSION)),
        new Odd(
            Kind.DUPLICATE,
            rule(
                "ZIP-002",
                "Two members of a zip archive have one name",
                "Some readers take the first, some the last: what was inspected need not be what"
                    + " is loaded.",
                "Remove one of the two and pack the archive again.",
                HIGH,
                CONFUSION)),
        new Odd(
            Kind.OVERLAP,
            rule(
                "ZIP-003",
                "Members of a zip archive share bytes",
                "Overlapping members let a small archive unpack to an enormous one, and let one"
                    + " member be read as part of another.",
                "Refuse the archive; no ordinary writer makes one like it.",
                HIGH,
                new References(List.of("CWE-409", "CWE-436"), List.of(), List.of("LLM10")))),
        new Odd(
            Kind.UNEXPLAINED,
            rule(
                "ZIP-004",
                "A zip archive holds bytes that belong to no member",
                "Bytes before, between or after the members can be a second file that another"
                    + " program opens, or a payload that waits to be fetched from there.",
                "Pack the archive again from its members; find out what the extra bytes are.",
                MEDIUM,
                new References(
                    List.of("CWE-434", "CWE-506"), List.of("AML.T0010.003"), List.of("LLM03")))),
        new Odd(
            Kind.HIDDEN,
            rule(
                "ZIP-005",
                "A member of a zip archive is missing from its directory",
                "A reader that streams through the file unpacks a member that a reader of the"
                    + " directory never sees.",
                "Refuse the archive, or pack it again from the members you expect.",
                HIGH,
                CONFUSION)),
        new Odd(
            Kind.ESCAPE,
            rule(
                "ZIP-006",
                "A member's name leaves the folder it is unpacked into",
                "Unpacking the archive can overwrite files elsewhere on the machine.",
                "Do not unpack it; ask its supplier for an archive with plain relative names.",
                HIGH,
                new References(
                    List.of("CWE-22", "CWE-59"), List.of("AML.T0010.003"), List.of("LLM03")))),
        new Odd(
            Kind.CONTENT,
            rule(
                "ZIP-007",
                "A member does not match its checksum or size",
                "The archive was damaged or changed after it was written; loaders that skip the"
                    + " checksum use the changed bytes.",
                "Fetch the archive again and compare its digest with the one its supplier states.",
                MEDIUM,
                new References(List.of("CWE-354"), List.of("AML.T0010.003"), List.of("LLM03")))),
        new Unreadable(),
        PackageChecks.executable());
  }

  private static Rule rule(
      String id, String title, String why, String fix, Severity severity, References references) {
    return new Rule(new RuleId(id), title, why, fix, severity, references);
  }

  private static List<Finding> findings(ZipView view, Rule rule, Kind kind) {
    return view.oddities(kind).stream()
        .map(
            odd ->
                new Finding(
                    rule.id(), rule.severity(), view.place().at(odd.offset()), sentence(odd)))
        .toList();
  }

  private static String sentence(Oddity odd) {
    return odd.what() + ".";
  }

  private record Odd(Kind kind, Rule rule) implements Check<ZipView> {
    @Override
    public Outcome examine(ZipView view, Budget budget) {
      return Outcome.of(findings(view, rule, kind));
    }
  }

  /// Never fails: an encrypted member is no sin, and no pass either.
  private record Unreadable() implements Check<ZipView> {
    private static final Rule RULE =
        ZipChecks.rule(
            "ZIP-008",
            "A member of a zip archive cannot be read",
            "An encrypted member, or one packed by a rare method, is not inspected; whoever has"
                + " the password loads it unseen.",
            "Hand in the members themselves, or an archive without encryption that uses stored or"
                + " deflated members.",
            MEDIUM,
            new References(List.of("CWE-693"), List.of(), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(ZipView view, Budget budget) {
      List<Oddity> unread = view.oddities(Kind.UNREADABLE);
      return unread.isEmpty()
          ? Outcome.passed()
          : Outcome.undecided(Outcome.Reason.UNSUPPORTED, unread.getFirst().what());
    }
  }
}
