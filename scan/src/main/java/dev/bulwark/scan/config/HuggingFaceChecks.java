package dev.bulwark.scan.config;

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
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonTree.Named;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.scan.pickle.PicklePolicy;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/// The rules over the JSON that the Hugging Face libraries and their neighbours read beside a
/// model.
public final class HuggingFaceChecks {
  private static final References CODE =
      new References(
          List.of("CWE-94", "CWE-829"),
          List.of("AML.T0010.003", "AML.T0011.000"),
          List.of("LLM03"));

  private HuggingFaceChecks() {}

  /// @param policy says which names models need, and which do harm
  public static List<Check<JsonView>> all(PicklePolicy policy) {
    return List.of(
        new Seen(
            new Rule(
                new RuleId("HFC-001"),
                "A configuration makes a loader run Python files that come with the model",
                "With trust_remote_code, or with tools that set it for you, the named file is"
                    + " fetched, imported and run; an update of the repository changes what runs.",
                "Use a class of the library itself, or review the file, copy it into your project"
                    + " and pin the revision.",
                HIGH,
                CODE),
            RemoteCode::in),
        new Seen(
            new Rule(
                new RuleId("HFC-002"),
                "A configuration names Python functions that a loader imports and calls",
                "Whoever instantiates _target_ or target calls any function the file names, with"
                    + " arguments from the file.",
                "Name only classes of libraries you use, and keep a list of allowed names where the"
                    + " configuration is instantiated.",
                CRITICAL,
                CODE),
            new Targets(policy)::in),
        new Seen(
            new Rule(
                new RuleId("HFC-003"),
                "A configuration leads to files outside of the model's folder, or to pickles",
                "A loader opens what the index names: another file of the machine, or a pickle that"
                    + " runs code where safetensors were expected.",
                "List only files of the model's own folder, in safetensors.",
                HIGH,
                new References(
                    List.of("CWE-22", "CWE-502"), List.of("AML.T0010.003"), List.of("LLM03"))),
            Shards::in),
        new Seen(
            new Rule(
                new RuleId("HFC-004"),
                "A tokenizer's pattern can take time without end",
                "A repetition within a repetition makes some regular expression engines try every"
                    + " split of a text that does not match.",
                "Write the pattern without nested repetition.",
                NOTE,
                new References(List.of("CWE-1333"), List.of("AML.T0029"), List.of("LLM10"))),
            Patterns::in));
  }

  /// Something seen in a document.
  record Sight(Severity severity, long at, String message) {
    static String quoted(String name) {
      String shown = name.length() <= 80 ? name : name.substring(0, 80) + "…";
      return "\"" + Place.printable(shown) + "\"";
    }
  }

  private record Seen(Rule rule, Function<JsonView, Stream<Sight>> look)
      implements Check<JsonView> {
    private static final int SHOWN = 20;

    @Override
    public Outcome examine(JsonView view, Budget budget) {
      return Outcome.of(
          look.apply(view)
              .peek(_ -> budget.tick())
              .sorted((one, other) -> other.severity().compareTo(one.severity()))
              .limit(SHOWN)
              .map(s -> new Finding(rule.id(), s.severity(), view.place(s.at()), s.message()))
              .toList());
    }
  }

  /// Every text under some value, with where it is.
  static Stream<JsonTree.Text> texts(JsonTree value) {
    return value
        .walk()
        .map(Named::value)
        .filter(JsonTree.Text.class::isInstance)
        .map(JsonTree.Text.class::cast);
  }

  /// Patterns with a repetition directly within a repetition.
  private static final class Patterns {
    private static final java.util.regex.Pattern NESTED =
        java.util.regex.Pattern.compile("\\([^()]{0,200}[+*]\\)[+*]");

    static Stream<Sight> in(JsonView view) {
      return view.walk()
          .filter(named -> named.name().equals("Regex"))
          .flatMap(named -> texts(named.value()))
          .filter(text -> text.value().length() < 10_000 && NESTED.matcher(text.value()).find())
          .map(
              text ->
                  new Sight(NOTE, text.at(), "The pattern repeats a group that repeats itself."));
    }
  }

  static Severity ofName(PythonNames.Kind kind) {
    return switch (kind) {
      case POWERFUL -> CRITICAL;
      case OTHER -> MEDIUM;
      case LIBRARY, NONE -> NOTE;
    };
  }
}
