package dev.bulwark.scan.skops;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.LOW;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

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
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.scan.pickle.PicklePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The rules over skops schemas and archives.
public final class SkopsChecks {
  private static final int SHOWN = 100;
  private static final int MAX_NAME = 80;

  /// Loaders, and the only classes each is for; none means any.
  private static final Map<String, Set<String>> LOADERS =
      Map.ofEntries(
          Map.entry("DictNode", Set.of("builtins.dict", "collections.OrderedDict")),
          Map.entry("DefaultDictNode", Set.of("collections.defaultdict")),
          Map.entry("ListNode", Set.of("builtins.list")),
          Map.entry("SetNode", Set.of("builtins.set")),
          Map.entry("BytesNode", Set.of("builtins.bytes")),
          Map.entry("BytearrayNode", Set.of("builtins.bytearray")),
          Map.entry("SliceNode", Set.of("builtins.slice")),
          Map.entry("JsonNode", Set.of("builtins.str")),
          Map.entry("PartialNode", Set.of("functools.partial")),
          Map.entry("TreeNode", Set.of("sklearn.tree._tree.Tree")),
          Map.entry("DTypeNode", Set.of("numpy.dtype")),
          Map.entry(
              "OperatorFuncNode",
              Set.of("operator.attrgetter", "operator.itemgetter", "operator.methodcaller")),
          Map.entry("TupleNode", Set.of()),
          Map.entry("FunctionNode", Set.of()),
          Map.entry("MethodNode", Set.of()),
          Map.entry("TypeNode", Set.of()),
          Map.entry("ConstructorFromReduceNode", Set.of()),
          Map.entry("ObjectNode", Set.of()),
          Map.entry("LossNode", Set.of()),
          Map.entry("CachedNode", Set.of()),
          Map.entry("NdArrayNode", Set.of()),
          Map.entry("MaskedArrayNode", Set.of("numpy.ma.core.MaskedArray", "numpy.ma.MaskedArray")),
          Map.entry("RandomStateNode", Set.of()),
          Map.entry("RandomGeneratorNode", Set.of()),
          Map.entry("SparseMatrixNode", Set.of()),
          Map.entry("_DictWithDeprecatedKeysNode", Set.of()),
          Map.entry("QuantileForestNode", Set.of()),
          Map.entry("SciKerasNode", Set.of()));

  /// What a node of plain data says, whatever a pickle may do with the name.
  private static final Set<String> PLAIN =
      Set.of(
          "functools.partial",
          "builtins.bytes",
          "builtins.bytearray",
          "builtins.NoneType",
          "builtins.function");

  private final PicklePolicy policy;

  private SkopsChecks(PicklePolicy policy) {
    this.policy = policy;
  }

  /// The rules over the schema.
  ///
  /// @param policy says which names models need, and which do harm
  public static List<Check<JsonView>> schema(PicklePolicy policy) {
    SkopsChecks checks = new SkopsChecks(policy);
    return List.of(
        new Nodes(
            rule(
                "SKO-001",
                "A skops model names something that does harm",
                "Loading imports what is named and calls it; the list of trusted types protects"
                    + " only those who read it, and not in every version.",
                "Refuse the model and ask its supplier how the name came to be there.",
                CRITICAL,
                "CWE-502",
                "CWE-470"),
            checks::harmful),
        new Nodes(
            rule(
                "SKO-002",
                "A skops model names something that is not known",
                "A class or function outside of the libraries' own comes from somebody's code,"
                    + " which can do anything when it is built.",
                "Review the code that defines it; record it as approved for this model.",
                MEDIUM,
                "CWE-829"),
            checks::unknown),
        new Nodes(
            rule(
                "SKO-003",
                "A skops node is loaded as something else than it says",
                "Versions before 0.12 check the class a node declares and build another one"
                    + " (CVE-2025-54412, CVE-2025-54413).",
                "Refuse the model: skops writes none like it.",
                CRITICAL,
                "CWE-351",
                "CWE-502"),
            SkopsChecks::pretending),
        new Nodes(
            rule(
                "SKO-004",
                "A skops model binds a method or calls an operator",
                "The attribute's name comes from the file, so that loading reaches whatever the"
                    + " object leads to.",
                "Save the model without bound methods and operators.",
                HIGH,
                "CWE-470"),
            SkopsChecks::reaching));
  }

  /// The rules over the archive.
  public static List<Check<SkopsView>> archive() {
    return List.of(new Foreign());
  }

  private static Rule rule(
      String id, String title, String why, String fix, Severity severity, String... cwe) {
    return new Rule(
        new RuleId(id),
        title,
        why,
        fix,
        severity,
        new References(List.of(cwe), List.of("AML.T0010.003", "AML.T0011.000"), List.of("LLM03")));
  }

  private record Found(Severity severity, String message) {}

  private static Optional<Found> found(Severity severity, String message) {
    return Optional.of(new Found(severity, message));
  }

  private static String quoted(String text) {
    String shown = text.length() > MAX_NAME ? text.substring(0, MAX_NAME) + "…" : text;
    return "\"" + Place.printable(shown) + "\"";
  }

  /// A rule over each node.
  private record Nodes(Rule rule, Function<SkopsNode, Optional<Found>> judge)
      implements Check<JsonView> {
    @Override
    public Outcome examine(JsonView view, Budget budget) {
      List<SkopsNode> nodes = SkopsNode.of(view, budget);
      if (nodes.isEmpty()) {
        return new Outcome.NotApplicable("it is no skops schema");
      }
      List<Finding> findings = new ArrayList<>();
      for (SkopsNode node : nodes) {
        budget.tick();
        judge
            .apply(node)
            .ifPresent(
                found ->
                    findings.add(
                        new Finding(
                            rule.id(),
                            found.severity(),
                            view.place(node.at()),
                            found.message() + ".")));
      }
      return Outcome.of(findings, SHOWN);
    }
  }

  private Optional<Found> harmful(SkopsNode node) {
    for (String module : node.modules()) {
      for (String name : node.names()) {
        String whole = module + "." + name;
        Optional<String> harm = policy.harm(module, name);
        boolean operator = node.loadedBy("OperatorFuncNode") && isOperator(whole);
        if (harm.isPresent() && !PLAIN.contains(whole) && !operator) {
          return found(CRITICAL, "Loading uses %s, which %s".formatted(quoted(whole), harm.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isOperator(String whole) {
    return LOADERS.getOrDefault("OperatorFuncNode", Set.of()).contains(whole);
  }

  private Optional<Found> unknown(SkopsNode node) {
    if (node.modules().isEmpty()) {
      return found(
          MEDIUM,
          "A node names the class %s of no module".formatted(quoted(node.names().getFirst())));
    }
    for (String loader : node.loaders()) {
      if (!LOADERS.containsKey(loader)) {
        return found(MEDIUM, "The loader %s is not known".formatted(quoted(loader)));
      }
    }
    for (String module : node.modules()) {
      for (String name : node.names()) {
        String whole = module + "." + name;
        if (!policy.allows(module, name)
            && policy.harm(module, name).isEmpty()
            && !PLAIN.contains(whole)) {
          return found(
              MEDIUM,
              "Loading imports %s, which is on no list of what models need"
                  .formatted(quoted(whole)));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Found> pretending(SkopsNode node) {
    for (String loader : node.loaders()) {
      Set<String> classes = LOADERS.getOrDefault(loader, Set.of());
      for (String module : node.modules()) {
        for (String name : node.names()) {
          if (!classes.isEmpty() && !classes.contains(module + "." + name)) {
            return found(
                CRITICAL,
                "A node says that it is %s and is loaded by %s"
                    .formatted(quoted(module + "." + name), quoted(loader)));
          }
        }
      }
    }
    if (node.loadedBy("MethodNode")) {
      for (JsonTree.Obj owner : node.content("obj")) {
        boolean same =
            SkopsNode.texts(owner, "__module__").equals(node.modules())
                && SkopsNode.texts(owner, "__class__").equals(node.names());
        if (!same) {
          return found(CRITICAL, "A bound method says that it is of another class than its object");
        }
      }
    }
    if (node.loadedBy("LossNode")
        && node.modules().stream()
            .anyMatch(
                module ->
                    !module.equals("sklearn._loss._loss")
                        && !module.equals("sklearn.linear_model._sgd_fast"))) {
      return found(CRITICAL, "A node is built as a loss function and is of another module");
    }
    return Optional.empty();
  }

  private static Optional<Found> reaching(SkopsNode node) {
    if (node.loadedBy("OperatorFuncNode")) {
      return found(HIGH, "Loading makes the operator " + quoted(node.names().getFirst()));
    }
    if (!node.loadedBy("MethodNode")) {
      return Optional.empty();
    }
    for (JsonTree.Obj content : node.content("")) {
      for (String name : SkopsNode.texts(content, "func")) {
        return found(
            HIGH,
            "Loading takes the attribute %s of a %s"
                .formatted(quoted(name), quoted(node.names().getFirst())));
      }
    }
    return found(HIGH, "Loading takes an attribute of a " + quoted(node.names().getFirst()));
  }

  private record Foreign() implements Check<SkopsView> {
    private static final Rule RULE =
        SkopsChecks.rule(
            "SKO-005",
            "A skops archive has members that skops does not write",
            "A member that no node asks for waits there for whoever unpacks the archive or loads"
                + " it by another library (CVE-2025-54886).",
            "Save the model again, or remove the member.",
            LOW,
            "CWE-506");

    @Override
    public Rule rule() {
      return RULE;
    }

    @Override
    public Outcome examine(SkopsView view, Budget budget) {
      return Outcome.of(
          view.foreign().stream()
              .limit(SHOWN)
              .map(
                  member ->
                      new Finding(
                          RULE.id(),
                          LOW,
                          view.archive().place().at(member.header()),
                          "The member %s is neither the schema, an array nor bytes."
                              .formatted(quoted(member.name()))))
              .toList());
    }
  }
}
