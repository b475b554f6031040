package dev.bulwark.scan.xml;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
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
import dev.bulwark.scan.xml.XmlView.Kind;
import java.util.List;
import java.util.Map;

/// The rules over XML.
public final class XmlChecks {
  private static final Rule OUTSIDE =
      new Rule(
          new RuleId("XML-001"),
          "An XML document reaches outside of itself",
          "A parser with its old defaults fetches entities, document types and inclusions: it sends"
              + " local files out, calls addresses inside the network, or fills the memory.",
          "Remove the document type; models in XML need none.",
          HIGH,
          new References(
              List.of("CWE-611", "CWE-776"), List.of("AML.T0010.003"), List.of("LLM03")));

  private static final Rule SCRIPT =
      new Rule(
          new RuleId("XML-002"),
          "A picture or page holds a script",
          "A browser that opens the file alone runs the script in the name of the site it came"
              + " from.",
          "Show it as a picture (<img>), or remove the script.",
          NOTE,
          new References(List.of("CWE-79"), List.of("AML.T0011"), List.of("LLM05")));

  private static final Rule CODE =
      new Rule(
          new RuleId("XML-003"),
          "A model in XML brings code of its own",
          "Loading it calls methods, or asks for a library that the model's publisher wrote.",
          "Use models that the runtime loads without extensions.",
          CRITICAL,
          new References(
              List.of("CWE-502", "CWE-829"), List.of("AML.T0010.003"), List.of("LLM03")));

  private XmlChecks() {}

  public static List<Check<XmlView>> all() {
    return List.of(
        new Told(
            OUTSIDE,
            Map.of(
                Kind.KNOWN_TYPE, NOTE,
                Kind.OUTSIDE_TYPE, MEDIUM,
                Kind.ENTITY, HIGH,
                Kind.INCLUSION, HIGH)),
        new Told(SCRIPT, Map.of(Kind.SCRIPT, NOTE)),
        new Told(
            CODE,
            Map.of(
                Kind.JAVA_CALLS, CRITICAL,
                Kind.OWN_OPERATIONS, MEDIUM,
                Kind.PMML_CODE, MEDIUM)));
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case KNOWN_TYPE -> "The document names a document type of the W3C, which a parser may fetch.";
      case OUTSIDE_TYPE -> "The document names a document type elsewhere, which a parser fetches.";
      case ENTITY -> "The document defines entities, with which it can read files or fill memory.";
      case INCLUSION -> "The document includes another, which a parser fetches.";
      case SCRIPT -> "Here is %s, which a browser runs or fetches.";
      case JAVA_CALLS -> "Here XMLDecoder calls %s while it loads the document.";
      case OWN_OPERATIONS -> "The layer needs %s: a library has to be loaded for it.";
      case PMML_CODE -> "The extension holds what looks like code.";
    };
  }

  private record Told(Rule rule, Map<Kind, Severity> kinds) implements Check<XmlView> {

    @Override
    public Outcome examine(XmlView view, Budget budget) {
      return Outcome.of(
          view.traits().stream()
              .filter(trait -> kinds.containsKey(trait.kind()))
              .map(
                  trait ->
                      new Finding(
                          rule.id(),
                          kinds.getOrDefault(trait.kind(), HIGH),
                          trait.place(),
                          words(trait.kind()).formatted(trait.what())))
              .toList());
    }
  }
}
