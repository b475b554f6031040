package dev.bulwark.scan.onnx;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;
import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import java.util.List;

/// What may be wrong with an ONNX model.
final class OnnxRules {
  private static final List<String> SUPPLY = List.of("AML.T0010.003");
  private static final List<String> OWASP = List.of("LLM03");

  static final Rule ESCAPE =
      new Rule(
          new RuleId("ONX-001"),
          "An ONNX model reads tensors from outside its folder",
          "Whoever loads the model reads a file of the attacker's choice on the loader's machine;"
              + " its bytes come back as model output.",
          "Refuse the model. Ask for one whose tensors are inside it, or beside it under a plain"
              + " relative name.",
          CRITICAL,
          new References(List.of("CWE-22", "CWE-73"), SUPPLY, OWASP));

  static final Rule CODE =
      new Rule(
          new RuleId("ONX-002"),
          "An ONNX model calls Python",
          "The operator imports a module and calls a class of the model's choice inside the"
              + " runtime.",
          "Refuse the model, or export it again without Python operators.",
          CRITICAL,
          new References(List.of("CWE-94"), List.of("AML.T0011.000"), OWASP));

  static final Rule FOREIGN =
      new Rule(
          new RuleId("ONX-003"),
          "An ONNX model needs operators that no known runtime has",
          "To run it, somebody must load a native library that implements them; that library runs"
              + " with the rights of the service.",
          "Export the model with standard operators; otherwise review and pin the library like any"
              + " other component.",
          MEDIUM,
          new References(List.of("CWE-829"), SUPPLY, OWASP));

  static final Rule ODD =
      new Rule(
          new RuleId("ONX-004"),
          "An ONNX model has fields the format does not have",
          "Parsers skip or merge them differently, and they carry content nobody looks at.",
          "Export the model again with the framework's own exporter.",
          MEDIUM,
          new References(List.of("CWE-436"), SUPPLY, OWASP));

  static final Rule SPLIT =
      new Rule(
          new RuleId("ONX-005"),
          "Some tensors of an ONNX model lie in other files",
          "The model's digest does not cover them: who can change those files changes the model.",
          "Scan, sign and ship the named files together with the model.",
          NOTE,
          new References(List.of("CWE-345"), SUPPLY, OWASP));

  static final Rule SHADOW =
      new Rule(
          new RuleId("ONX-006"),
          "An ONNX model defines a function under the name of a standard operator",
          "A reviewer reads a well-known operator; the runtime may run the model's function"
              + " instead, and runtimes differ in which of the two they take.",
          "Rename the function into a domain of its own, or remove it.",
          HIGH,
          new References(List.of("CWE-436", "CWE-694"), SUPPLY, OWASP));

  static final Rule OUTSIDE =
      new Rule(
          new RuleId("ONX-007"),
          "An ONNX model hands compiled code to a driver or data to another machine",
          "What the operator carries or asks for lies outside of the graph, so inspecting the graph"
              + " says nothing about it.",
          "Export the model again without the operator, and compile for the device where the model"
              + " is deployed.",
          HIGH,
          new References(List.of("CWE-829", "CWE-494"), SUPPLY, OWASP));

  static final Rule SETTINGS =
      new Rule(
          new RuleId("ONX-008"),
          "An ONNX model carries settings for its runtime",
          "A runtime that is told to take its settings from models lets the model choose its"
              + " threads, its devices and its optimisations.",
          "Keep the settings with the service, and remove them from the model.",
          NOTE,
          new References(List.of("CWE-15"), SUPPLY, OWASP));

  private OnnxRules() {}
}
