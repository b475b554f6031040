package dev.bulwark.scan.coreml;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.MEDIUM;
import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Rule.References;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.scan.coreml.CoremlView.Named;
import dev.bulwark.scan.graph.Look;
import dev.bulwark.scan.graph.NamedPath;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The rules over Core ML models.
public final class CoremlChecks {
  private static final List<String> SUPPLY = List.of("AML.T0010.003");
  private static final List<String> OWASP = List.of("LLM03");

  /// How a model names the folder it lies in.
  private static final String MODEL_FOLDER = "@model_path/";

  private static final Rule CUSTOM =
      new Rule(
          new RuleId("CML-001"),
          "A Core ML model needs classes of the application",
          "The system looks the class up by the name the model gives and hands it the model's data;"
              + " the model chooses which class runs.",
          "Convert the model without custom layers; otherwise review the class and pin the model.",
          MEDIUM,
          new References(List.of("CWE-470"), SUPPLY, OWASP));

  private static final Rule ESCAPE =
      new Rule(
          new RuleId("CML-002"),
          "A Core ML model reads files or models from outside its folder",
          "Whoever loads the model loads what lies at a path of the model's choice as well.",
          "Refuse the model. Ask for one whose parts are inside its package.",
          CRITICAL,
          new References(List.of("CWE-22", "CWE-73"), SUPPLY, OWASP));

  private static final Rule SPLIT =
      new Rule(
          new RuleId("CML-003"),
          "Some parts of a Core ML model lie in other files",
          "The model's digest does not cover them: who can change those files changes the model.",
          "Scan, sign and ship the named files together with the model.",
          NOTE,
          new References(List.of("CWE-345"), SUPPLY, OWASP));

  private static final Rule ODD =
      new Rule(
          new RuleId("CML-004"),
          "A Core ML model has fields the format does not have",
          "Parsers skip or merge them differently, and they carry content nobody looks at.",
          "Convert the model again with Apple's own tools.",
          MEDIUM,
          new References(List.of("CWE-436"), SUPPLY, OWASP));

  private CoremlChecks() {}

  public static List<Check<CoremlView>> all() {
    return List.of(
        new Look<>(
            CUSTOM,
            view ->
                view.classes().stream()
                    .map(name -> finding(CUSTOM, view, name, "The model runs the class \"%s\"."))),
        new Look<>(ESCAPE, CoremlChecks::escapes),
        new Look<>(
            SPLIT,
            view ->
                Stream.concat(view.links().stream(), view.blobs().stream())
                    .filter(name -> !name.name().isEmpty())
                    .map(name -> finding(SPLIT, view, name, "A part lies in \"%s\"."))),
        new Look<>(
            ODD,
            view ->
                view.oddities().stream()
                    .map(
                        odd ->
                            new Finding(
                                ODD.id(),
                                odd.severity(),
                                view.place().at(odd.offset()),
                                odd.what() + "."))));
  }

  private static Finding finding(Rule rule, CoremlView view, Named name, String message) {
    return new Finding(
        rule.id(),
        rule.severity(),
        view.place().at(name.offset()),
        message.formatted(NamedPath.shown(name.name())));
  }

  private static Stream<Finding> escapes(CoremlView view) {
    Stream<Named> links =
        view.links().stream()
            .filter(
                link ->
                    !Arrays.stream(link.name().split(":", -1)).allMatch(CoremlChecks::isPlainLink));
    Stream<Named> blobs = view.blobs().stream().filter(blob -> !isPlainBlob(blob.name()));
    return Stream.concat(links, blobs)
        .map(name -> finding(ESCAPE, view, name, "A part is read from \"%s\"."));
  }

  /// A search path is a list of folders; nothing stands for the model's own, `$BUNDLE…` for the
  /// application's.
  private static boolean isPlainLink(String path) {
    return path.isEmpty() || path.startsWith("$BUNDLE_") || NamedPath.staysInside(path);
  }

  private static boolean isPlainBlob(String path) {
    return NamedPath.staysInside(
        path.startsWith(MODEL_FOLDER) ? path.substring(MODEL_FOLDER.length()) : path);
  }
}
