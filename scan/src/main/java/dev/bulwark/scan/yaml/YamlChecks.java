package dev.bulwark.scan.yaml;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.pickle.PicklePolicy;
import java.util.List;

/// The rules over YAML as such, and over what only YAML describes.
public final class YamlChecks {
  private static final References CODE =
      new References(
          List.of("CWE-502", "CWE-94"),
          List.of("AML.T0010.003", "AML.T0011.000"),
          List.of("LLM03"));
  private static final References FETCH =
      new References(
          List.of("CWE-829", "CWE-494"),
          List.of("AML.T0010.001", "AML.T0011.001"),
          List.of("LLM03"));

  private YamlChecks() {}

  /// @param names what tags may name
  /// @param policy what names do in Python
  public static List<Check<YamlView>> all(YamlNames names, PicklePolicy policy) {
    return List.of(
        new Sight.Seen(
            new Rule(
                new RuleId("YML-001"),
                "A YAML tag makes a loader build objects, call functions or import modules",
                "Loaders that make objects of tags, such as PyYAML's unsafe one, call what the tag"
                    + " names with what follows it, before anybody looks at the document.",
                "Load with yaml.safe_load and its like, and write the values without tags.",
                CRITICAL,
                CODE),
            new TagSights(names, policy)::in),
        new Sight.Seen(
            new Rule(
                new RuleId("YML-002"),
                "Readers of YAML disagree about what a document says",
                "A key twice, a merge that is none for some, or a line that ends for some only: what"
                    + " a reviewer saw may not be what the loader uses.",
                "Write every key once, merges plainly, and no line separators of other alphabets.",
                MEDIUM,
                new References(List.of("CWE-436"), List.of("AML.T0010.003"), List.of("LLM03"))),
            OddSights::disagreements),
        new Sight.Seen(
            new Rule(
                new RuleId("YML-003"),
                "A YAML document grows without bound when its aliases are followed",
                "A few lines of aliases of aliases stand for more values than any memory holds.",
                "Write the values out, or refuse aliases where the document is loaded.",
                MEDIUM,
                new References(List.of("CWE-776"), List.of("AML.T0029"), List.of("LLM10"))),
            OddSights::expansion),
        new Sight.Seen(
            new Rule(
                new RuleId("YML-004"),
                "An MLflow model names code or files outside of MLflow that loading uses",
                "mlflow.pyfunc.load_model imports the loader module, puts the code folder on the"
                    + " path, runs the model's own Python file and opens the paths that are named.",
                "Use a flavour of MLflow itself, review code that comes with the model, and keep"
                    + " every path in the model's folder.",
                CRITICAL,
                CODE),
            new MlflowSights(policy)::in),
        new Sight.Seen(
            new Rule(
                new RuleId("YML-005"),
                "An environment file takes packages from somewhere else",
                "Whoever serves the address, or anybody on an open line, decides what is installed"
                    + " and run; a second index can be made to win over the first.",
                "Take packages from one index over https, with versions and hashes; pin sources to"
                    + " a commit.",
                HIGH,
                FETCH),
            EnvironmentSights::in),
        new Sight.Seen(
            new Rule(
                new RuleId("YML-006"),
                "A configuration calls resolvers when its values are read",
                "OmegaConf calls a registered function for ${name:arguments}: it may read the"
                    + " environment or evaluate an expression.",
                "Write the value itself, and register no resolver that evaluates.",
                HIGH,
                CODE),
            ResolverSights::in));
  }
}
