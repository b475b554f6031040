package dev.bulwark.scan.torch;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.torch.TorchView.Stored;
import java.util.ArrayList;
import java.util.List;

/// The rules over PyTorch files that are neither the archive's nor the pickle's.
public final class TorchChecks {
  private TorchChecks() {}

  public static List<Check<TorchView>> all() {
    return List.of(new Sizes(), new Pairing(), new Script());
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

  /// Never fails; without reading the code there is no pass either.
  private record Script() implements Check<TorchView> {
    private static final Rule RULE =
        new Rule(
            new RuleId("TOR-003"),
            "A PyTorch file carries TorchScript code",
            "The code runs when the model is called, and can read and write files through its"
                + " operators.",
            "Ship the weights as safetensors and the code as reviewed source.",
            MEDIUM,
            new References(List.of("CWE-829"), List.of("AML.T0011.000"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(TorchView view, Budget budget) {
      return view.script()
          ? Outcome.undecided(
              Outcome.Reason.UNSUPPORTED, "the TorchScript code in it is not read yet")
          : Outcome.passed();
    }
  }
}
