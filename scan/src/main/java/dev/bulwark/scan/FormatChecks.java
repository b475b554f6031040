package dev.bulwark.scan;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.check.Suite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The rules about what a file is, whichever format it turns out to have.
final class FormatChecks {
  static final RuleId UNKNOWN = new RuleId("FMT-001");

  /// Endings of files people open without a second thought, and that no reader here claims.
  private static final Set<String> HARMLESS_LOOKING =
      Set.of("txt", "md", "csv", "tsv", "json", "yaml", "yml", "toml", "png", "jpg", "jpeg", "gif");

  private FormatChecks() {}

  static Suite<Recognition> suite(List<Format<?>> formats) {
    return new Suite<>(
        "format",
        List.of(
            new Unknown(List.copyOf(formats)), new Misnamed(byEnding(formats)), new Polyglot()));
  }

  /// The formats that each ending promises.
  private static Map<String, List<Format<?>>> byEnding(List<Format<?>> formats) {
    Map<String, List<Format<?>>> promised = new HashMap<>();
    for (Format<?> format : formats) {
      for (String ending : format.extensions()) {
        promised.computeIfAbsent(ending, _ -> new ArrayList<>()).add(format);
      }
    }
    return promised;
  }

  private static Finding finding(Rule rule, Severity severity, Recognition seen, String message) {
    return new Finding(rule.id(), severity, seen.place(), message);
  }

  /// What nobody read has not passed (law 1).
  private record Unknown(List<Format<?>> formats) implements Check<Recognition> {
    private static final Rule RULE =
        new Rule(
            UNKNOWN,
            "A file, or something inside it, has a format that is not known",
            "What no reader understands was not inspected, and can do anything when it is loaded.",
            "Convert the model to a format that is read, such as safetensors or ONNX; keep files"
                + " that are not models out of the scanned folder.",
            HIGH,
            new References(List.of("CWE-693"), List.of("AML.T0010.003"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(Recognition seen, Budget budget) {
      if (!seen.known().isEmpty()) {
        return Outcome.passed();
      }
      if (!seen.begun().isEmpty()) {
        return Outcome.undecided(
            Outcome.Reason.OVER_LIMIT, seen.place() + " was not read to the end");
      }
      if (seen.size() == 0) {
        return empty(seen);
      }
      return Outcome.undecided(
          Outcome.Reason.UNSUPPORTED,
          "no reader knows the %d bytes of %s".formatted(seen.size(), seen.place()));
    }

    /// A marker such as `__init__.py` may be empty; a model may not.
    private Outcome empty(Recognition seen) {
      boolean model =
          formats.stream().anyMatch(format -> format.extensions().contains(seen.extension()));
      return model
          ? Outcome.undecided(Outcome.Reason.UNSUPPORTED, seen.place() + " is empty")
          : Outcome.of(List.of(finding(RULE, NOTE, seen, "The file is empty.")));
    }
  }

  /// The content decides how a file is read; the name is only evidence against it.
  private record Misnamed(Map<String, List<Format<?>>> byEnding) implements Check<Recognition> {
    private static final Rule RULE =
        new Rule(
            new RuleId("FMT-002"),
            "A file's name promises another format than its content has",
            "People and tools choose by the name how much to trust a file: a pickle that is called"
                + " .safetensors is opened by whoever believes the name.",
            "Rename the file after its content, and ask why it was named otherwise.",
            HIGH,
            new References(List.of("CWE-646"), List.of("AML.T0010.003"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(Recognition seen, Budget budget) {
      String extension = seen.extension();
      List<Format<?>> promised = byEnding.getOrDefault(extension, List.of());
      if (seen.known().isEmpty() || isKept(promised, seen.known())) {
        return Outcome.passed();
      }
      boolean harmless =
          HARMLESS_LOOKING.contains(extension)
              || (!promised.isEmpty() && promised.stream().allMatch(format -> format.inert()));
      if (promised.isEmpty() && !harmless) {
        return Outcome.passed();
      }
      boolean runs = seen.known().stream().anyMatch(format -> !format.inert());
      return Outcome.of(
          List.of(
              finding(
                  RULE,
                  harmless && runs ? HIGH : NOTE,
                  seen,
                  "The name ends in .%s and the content is %s."
                      .formatted(extension, String.join(" and ", seen.names())))));
    }
  }

  /// Whether one of the formats that were promised is there.
  private static boolean isKept(List<Format<?>> promised, List<Format<?>> known) {
    for (Format<?> format : known) {
      for (Format<?> candidate : promised) {
        if (candidate.name().equals(format.name())) {
          return true;
        }
      }
    }
    return false;
  }

  private record Polyglot() implements Check<Recognition> {
    private static final Rule RULE =
        new Rule(
            new RuleId("FMT-003"),
            "A file can be read as more than one format",
            "A scanner inspects one reading and a loader runs the other.",
            "Refuse the file, or extract the part you need with a tool you trust.",
            HIGH,
            new References(List.of("CWE-436"), List.of("AML.T0010.003"), List.of("LLM03")));

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(Recognition seen, Budget budget) {
      // whatever is text and a broken something else is that something else, broken
      long grammars = seen.known().stream().filter(format -> !format.lastResort()).count();
      return grammars < 2
          ? Outcome.passed()
          : Outcome.of(
              List.of(
                  finding(
                      RULE,
                      HIGH,
                      seen,
                      "The bytes are a well-formed %s."
                          .formatted(String.join(" and a ", seen.names())))));
    }
  }
}
