package dev.bulwark.scan.onnx;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.NOTE;

import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.graph.Look;
import dev.bulwark.scan.graph.NamedPath;
import dev.bulwark.scan.graph.OperatorLook;
import dev.bulwark.scan.graph.OperatorTable;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// The rules over ONNX models, however they are written.
public final class OnnxChecks {
  /// Keys of the metadata that ONNX Runtime can take its own settings from.
  private static final Set<String> RUNTIME_SETTINGS = Set.of("ort_config");

  private OnnxChecks() {}

  /// The operators of ONNX and of the runtimes the table was made from.
  public static OperatorTable operators() {
    return OperatorTable.resource(OnnxChecks.class, "onnx-operators.tsv");
  }

  public static List<Check<OnnxView>> all(OperatorTable table) {
    Function<OnnxView, OperatorLook> operators =
        view -> new OperatorLook(table, view.place(), view.operators());
    return List.of(
        new Look<>(OnnxRules.ESCAPE, OnnxChecks::escapes),
        new Look<>(
            OnnxRules.CODE, view -> operators.apply(view).reaching(OnnxRules.CODE, Set.of("code"))),
        new Look<>(OnnxRules.FOREIGN, view -> foreign(operators.apply(view))),
        new Look<>(OnnxRules.ODD, OnnxChecks::odd),
        new Look<>(OnnxRules.SPLIT, OnnxChecks::split),
        new Look<>(OnnxRules.SHADOW, view -> operators.apply(view).shadows(OnnxRules.SHADOW)),
        new Look<>(
            OnnxRules.OUTSIDE,
            view -> operators.apply(view).reaching(OnnxRules.OUTSIDE, Set.of("native", "network"))),
        new Look<>(OnnxRules.SETTINGS, OnnxChecks::settings));
  }

  private static Finding finding(
      Rule rule, Severity severity, OnnxView view, long offset, String message) {
    return new Finding(rule.id(), severity, view.place().at(offset), message);
  }

  private static Stream<Finding> escapes(OnnxView view) {
    return view.external().stream()
        .filter(file -> !NamedPath.staysInside(file.location()))
        .map(
            file ->
                finding(
                    OnnxRules.ESCAPE,
                    CRITICAL,
                    view,
                    file.offset(),
                    "%d tensors are read from \"%s\"."
                        .formatted(file.count(), NamedPath.shown(file.location()))));
  }

  private static Stream<Finding> foreign(OperatorLook operators) {
    return Stream.concat(
        operators.unknown(OnnxRules.FOREIGN),
        operators.reaching(OnnxRules.FOREIGN, Set.of("library")));
  }

  private static Stream<Finding> odd(OnnxView view) {
    return view.oddities().stream()
        .map(odd -> finding(OnnxRules.ODD, odd.severity(), view, odd.offset(), odd.what() + "."));
  }

  private static Stream<Finding> split(OnnxView view) {
    return view.external().stream()
        .map(
            file ->
                new Finding(
                    OnnxRules.SPLIT.id(),
                    NOTE,
                    view.place(),
                    "Tensors are read from \"%s\".".formatted(NamedPath.shown(file.location()))));
  }

  private static Stream<Finding> settings(OnnxView view) {
    return view.settings().stream()
        .filter(setting -> RUNTIME_SETTINGS.contains(setting.key()))
        .map(
            setting ->
                finding(
                    OnnxRules.SETTINGS,
                    NOTE,
                    view,
                    setting.offset(),
                    "The metadata has settings under \"%s\"."
                        .formatted(NamedPath.shown(setting.key()))));
  }
}
