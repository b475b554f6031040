package dev.bulwark.scan.torch;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;
import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.torch.Script.Suspect;
import dev.bulwark.scan.torch.Script.What;
import dev.bulwark.scan.torch.TorchView.Stored;
import java.util.ArrayList;
import java.util.List;

/// The rules over PyTorch files that are neither the archive's nor the pickle's.
public final class TorchChecks {
  private TorchChecks() {}

  public static List<Check<TorchView>> all() {
    return List.of(new Sizes(), new Pairing(), new Code());
  }

  private static String quoted(String text) {
    return "\""
        + Place.printable(text.length() <= 120 ? text : text.substring(0, 120) + "…")
        + "\"";
  }

  /// Findings as they are, and no pass when the pickle was not read to its end.
  private static Outcome outcome(TorchView view, List<Finding> findings) {
    Outcome outcome = Outcome.of(findings);
    return view.complete() || outcome instanceof Outcome.Failed
        ? outcome
        : new Outcome.Undecided(
            Outcome.Reason.MALFORMED, "data.pkl was not read to its end", findings);
  }

  private record Sizes() implements Check<TorchView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("TOR-001"),
            "A tensor's storage has another size than the pickle says",
            "A loader that believes the pickle reads or writes past the storage, which corrupts its"
                + " memory even when unpickling is restricted (weights_only).",
            "Refuse the file; save the model again with torch.save.",
            HIGH,
            new References(
                List.of("CWE-125", "CWE-787"), List.of("AML.T0011.000"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(TorchView view, Budget budget) {
      List<Finding> findings = new ArrayList<>();
      for (Stored stored : view.storages()) {
        if (stored.wanted() < 0) {
          return new Outcome.Undecided(
              Outcome.Reason.UNSUPPORTED,
              "the element size of the storage type " + quoted(stored.type()) + " is not known",
              findings);
        }
        if (stored.found() >= 0 && stored.found() != stored.wanted()) {
          findings.add(
              new Finding(
                  RULE.id(),
                  HIGH,
                  view.archive().place().at(stored.offset()),
                  "The storage %s has %d bytes, the pickle asks for %d elements of %s, %d bytes."
                      .formatted(
                          quoted(stored.key()),
                          stored.found(),
                          stored.elements(),
                          quoted(stored.type()),
                          stored.wanted())));
        }
      }
      return outcome(view, findings);
    }
  }

  private record Pairing() implements Check<TorchView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("TOR-002"),
            "Storages of a PyTorch file and its pickle do not match",
            "A storage that no tensor uses carries content nobody looks at; one that is missing"
                + " makes the loader look elsewhere.",
            "Save the model again with torch.save and compare.",
            MEDIUM,
            new References(List.of("CWE-345"), List.of("AML.T0010.003"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(TorchView view, Budget budget) {
      List<Finding> findings = new ArrayList<>();
      view.storages().stream()
          .filter(stored -> stored.found() < 0)
          .map(stored -> "The storage " + quoted(stored.key()) + " is asked for and not there.")
          .distinct()
          .forEach(
              text -> findings.add(new Finding(RULE.id(), MEDIUM, view.archive().place(), text)));
      if (view.complete()) {
        view.unnamed()
            .forEach(
                member ->
                    findings.add(
                        new Finding(
                            RULE.id(),
                            MEDIUM,
                            view.archive().place().at(member.header()),
                            "No tensor uses " + quoted(member.name()) + ".")));
      }
      return outcome(view, findings);
    }
  }

  /// The code is read name by name; what only computes is worth a note.
  private record Code() implements Check<TorchView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("TOR-003"),
            "TorchScript code in a PyTorch file does more than compute",
            "The code runs when the model is called, and some of it (__setstate__) when it is"
                + " loaded. Through a few of PyTorch's operators it reads and writes files or calls"
                + " other machines; other operators need native code that somebody must load first.",
            "Ship the weights as safetensors and the code as reviewed source.",
            CRITICAL,
            new References(
                List.of("CWE-829", "CWE-94"), List.of("AML.T0011.000"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(TorchView view, Budget budget) {
      if (!view.scripted()) {
        return Outcome.passed();
      }
      if (view.code().isEmpty()) {
        return Outcome.undecided(Outcome.Reason.UNSUPPORTED, "its TorchScript code was not found");
      }
      List<Finding> findings = new ArrayList<>();
      for (Script code : view.code()) {
        for (Suspect suspect : code.suspects()) {
          findings.add(
              new Finding(
                  RULE.id(),
                  severity(suspect.what()),
                  code.place().at(suspect.line(), suspect.column()),
                  "The code uses %s, %s."
                      .formatted(quoted(suspect.name()), described(suspect.what()))));
        }
      }
      findings.add(
          new Finding(
              RULE.id(),
              NOTE,
              view.archive().place(),
              "The file carries TorchScript code (files: %d), which runs when the model is called."
                  .formatted(view.code().size())));
      return outcome(view, findings);
    }

    private static Severity severity(What what) {
      return switch (what) {
        case FILE, REMOTE -> CRITICAL;
        case FILE_METHOD, NAMESPACE, PYTHON -> HIGH;
        case FOREIGN_OPERATOR, FOREIGN_CLASS -> MEDIUM;
      };
    }

    private static String described(What what) {
      return switch (what) {
        case FILE -> "which reads or writes files";
        case FILE_METHOD -> "which on a tensor reads or writes files";
        case REMOTE -> "which calls other processes or machines, or back into Python";
        case FOREIGN_OPERATOR -> "an operator that PyTorch does not bring";
        case FOREIGN_CLASS -> "a class of native code that PyTorch does not bring";
        case NAMESPACE -> "from which any operator can be fetched by its name";
        case PYTHON -> "which TorchScript does not have: it is there for something else to run";
      };
    }
  }
}
