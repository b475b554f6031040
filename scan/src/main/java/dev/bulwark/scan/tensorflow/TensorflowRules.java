package dev.bulwark.scan.tensorflow;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import java.util.List;

/// What may be wrong with a file of TensorFlow's.
final class TensorflowRules {
  private static final List<String> SUPPLY = List.of("AML.T0010.003");
  private static final List<String> EXECUTE = List.of("AML.T0011.000");
  private static final List<String> OWASP = List.of("LLM03");

  static final Rule CODE =
      new Rule(
          new RuleId("TFM-001"),
          "A TensorFlow graph calls back into Python or runs a graph it makes up",
          "What the operator runs is not in the graph: it is whatever function the process has"
              + " registered, or whatever the string holds when it is reached.",
          "Refuse the model, or export it again without such operators.",
          CRITICAL,
          new References(List.of("CWE-94", "CWE-913"), EXECUTE, OWASP));

  static final Rule FILES =
      new Rule(
          new RuleId("TFM-002"),
          "A TensorFlow graph reads or writes files",
          "Whoever runs the model lets it write files with the rights of the service, or gets the"
              + " files of that machine back as model output.",
          "Refuse the model. Read and write files outside of the graph, and export the model"
              + " without these operators.",
          CRITICAL,
          new References(List.of("CWE-73", "CWE-552"), EXECUTE, OWASP));

  static final Rule FOREIGN =
      new Rule(
          new RuleId("TFM-003"),
          "A TensorFlow graph needs operators that TensorFlow does not have",
          "To run it, somebody must load a native library that implements them; that library runs"
              + " with the rights of the service.",
          "Export the model with TensorFlow's own operators; otherwise review and pin the library"
              + " like any other component.",
          MEDIUM,
          new References(List.of("CWE-829"), SUPPLY, OWASP));

  static final Rule ASSETS =
      new Rule(
          new RuleId("TFM-004"),
          "A SavedModel names an asset outside of its folder",
          "The loader joins the name to the model's folder and reads the file it finds there, on"
              + " its own machine.",
          "Refuse the model. Ask for one whose assets are named plainly.",
          CRITICAL,
          new References(List.of("CWE-22", "CWE-73"), SUPPLY, OWASP));

  static final Rule LAYERS =
      new Rule(
          new RuleId("TFM-005"),
          "A Keras model beside a graph has layers that are Python functions",
          "Keras rebuilds such a layer from the bytecode in the file and runs it when the model is"
              + " loaded or called.",
          "Refuse the model. Ask for one whose layers are Keras's own, or load the graph alone.",
          CRITICAL,
          new References(List.of("CWE-502", "CWE-94"), EXECUTE, OWASP));

  static final Rule OUTSIDE =
      new Rule(
          new RuleId("TFM-006"),
          "A TensorFlow graph runs compiled code or talks to another machine",
          "What the operator runs or asks for lies outside of the graph, so inspecting the graph says"
              + " nothing about it.",
          "Export the model again without the operator, and compile for the device where the model"
              + " is deployed.",
          HIGH,
          new References(List.of("CWE-829", "CWE-918"), SUPPLY, OWASP));

  static final Rule SHADOW =
      new Rule(
          new RuleId("TFM-007"),
          "A TensorFlow graph defines a function under the name of an operator",
          "A reviewer reads a well-known operator; the loader looks among the graph's functions"
              + " first.",
          "Rename the function, or remove it.",
          HIGH,
          new References(List.of("CWE-694"), SUPPLY, OWASP));

  static final Rule ODD =
      new Rule(
          new RuleId("TFM-008"),
          "A TensorFlow file has content the format does not foresee",
          "Parsers skip or merge it differently, and it carries what nobody looks at.",
          "Export the model again with TensorFlow itself.",
          MEDIUM,
          new References(List.of("CWE-436"), SUPPLY, OWASP));

  private TensorflowRules() {}
}
