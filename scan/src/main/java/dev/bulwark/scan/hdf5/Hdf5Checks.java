package dev.bulwark.scan.hdf5;

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
import dev.bulwark.scan.hdf5.Hdf5View.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The rules over HDF5 files: one for each way a file leads a loader astray.
public final class Hdf5Checks {
  private Hdf5Checks() {}

  public static List<Check<Hdf5View>> all() {
    return List.of(
        new Odd(
            Map.of(Kind.OUTSIDE, HIGH),
            rule(
                "HDF-001",
                "An HDF5 file takes data from other files",
                "Whoever opens it reads files of their own machine into the model, from where they"
                    + " reach whoever the model is shared with.",
                "Copy the data into the file itself, without external links, external storage or"
                    + " virtual datasets.",
                HIGH,
                references("CWE-73", "CWE-200"))),
        new Odd(
            Map.of(Kind.PLUGIN, NOTE, Kind.UNKNOWN_PLUGIN, MEDIUM),
            rule(
                "HDF-002",
                "An HDF5 file needs a filter plugin",
                "The library loads native code from a folder of plugins to read such a dataset, and"
                    + " no scanner can say what it holds.",
                "Save the datasets with gzip or without compression.",
                MEDIUM,
                references("CWE-829"))),
        new Odd(
            Map.of(Kind.SIZE, MEDIUM),
            rule(
                "HDF-003",
                "A dataset's shape does not fit the bytes of the file",
                "A loader allocates what the shape asks for: a file of a few kilobytes can use up"
                    + " all memory.",
                "Refuse the file, or write it again from an array of the right shape.",
                MEDIUM,
                references("CWE-770", "CWE-789"))),
        new Odd(
            Map.of(Kind.TWICE, MEDIUM),
            rule(
                "HDF-004",
                "An HDF5 file says the same thing twice",
                "What a scanner saw under a name need not be what the loader gets under it.",
                "Refuse the file: the library writes none like it.",
                MEDIUM,
                references("CWE-436", "CWE-694"))),
        new Odd(
            Map.of(Kind.STRAY, MEDIUM),
            rule(
                "HDF-005",
                "Bytes stand before or behind an HDF5 file",
                "They can be a second file that another program opens, or a payload that waits to"
                    + " be fetched from there.",
                "Copy the datasets into a new file; find out what the extra bytes are.",
                MEDIUM,
                references("CWE-434", "CWE-506"))),
        new Odd(
            Map.of(Kind.OBJECTS, HIGH),
            rule(
                "HDF-006",
                "An HDF5 file holds pickled Python objects",
                "PyTables and pandas unpickle them when the array is read, which runs whatever code"
                    + " the pickle names.",
                "Store numbers and strings in columns of their own types.",
                HIGH,
                references("CWE-502"))),
        new Unread());
  }

  private static References references(String... cwe) {
    return new References(List.of(cwe), List.of("AML.T0010.003"), List.of("LLM03"));
  }

  private static Rule rule(
      String id, String title, String why, String fix, Severity severity, References references) {
    return new Rule(new RuleId(id), title, why, fix, severity, references);
  }

  private record Odd(Map<Kind, Severity> severities, Rule rule) implements Check<Hdf5View> {
    @Override
    public Outcome examine(Hdf5View view, Budget budget) {
      List<Finding> findings = new ArrayList<>();
      for (Hdf5View.Oddity odd : view.oddities()) {
        Severity severity = severities.get(odd.kind());
        if (severity != null) {
          findings.add(
              new Finding(rule.id(), severity, view.place().at(odd.at()), odd.what() + "."));
        }
      }
      return Outcome.of(findings);
    }
  }

  /// Never fails: what is not followed has not passed either.
  private record Unread() implements Check<Hdf5View> {
    private static final Rule RULE =
        Hdf5Checks.rule(
            "HDF-007",
            "A part of an HDF5 file cannot be read",
            "What is kept in a way that is not followed is not inspected.",
            "Write the file again with h5py and its default settings.",
            MEDIUM,
            references("CWE-693"));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(Hdf5View view, Budget budget) {
      List<Hdf5View.Oddity> unread = view.oddities(Kind.UNREAD);
      return unread.isEmpty()
          ? Outcome.passed()
          : Outcome.undecided(
              Outcome.Reason.UNSUPPORTED, "this is not read: " + unread.getFirst().what());
    }
  }
}
