package dev.bulwark.scan.tensorflow;

import static dev.bulwark.kernel.check.Severity.CRITICAL;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
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

/// The rules over TensorFlow's files.
public final class TensorflowChecks {
  private TensorflowChecks() {}

  public static List<Check<TensorflowView>> all(OperatorTable table) {
    Function<TensorflowView, OperatorLook> operators =
        view -> new OperatorLook(table, view.place(), view.operators());
    return List.of(
        new Look<>(
            TensorflowRules.CODE,
            view -> operators.apply(view).reaching(TensorflowRules.CODE, Set.of("code"))),
        new Look<>(
            TensorflowRules.FILES,
            view ->
                Stream.concat(
                    operators.apply(view).reaching(TensorflowRules.FILES, Set.of("read", "write")),
                    prints(view))),
        new Look<>(
            TensorflowRules.FOREIGN,
            view -> operators.apply(view).unknown(TensorflowRules.FOREIGN)),
        new Look<>(TensorflowRules.ASSETS, TensorflowChecks::assets),
        new Look<>(TensorflowRules.LAYERS, TensorflowChecks::layers),
        new Look<>(
            TensorflowRules.OUTSIDE,
            view ->
                operators
                    .apply(view)
                    .reaching(TensorflowRules.OUTSIDE, Set.of("native", "network"))),
        new Look<>(
            TensorflowRules.SHADOW, view -> operators.apply(view).shadows(TensorflowRules.SHADOW)),
        new Look<>(TensorflowRules.ODD, TensorflowChecks::odd));
  }

  /// The same rules over a graph that is written as text.
  public static List<Check<GraphText>> overText(OperatorTable table) {
    return all(table).stream().<Check<GraphText>>map(InText::new).toList();
  }

  private record InText(Check<TensorflowView> check) implements Check<GraphText> {
    @Override
    public Rule rule() {
      return check.rule();
    }

    @Override
    public Outcome examine(GraphText view, Budget budget) {
      return check.examine(view.graph(), budget);
    }
  }

  /// The operators of the version of TensorFlow the table was made from.
  public static OperatorTable operators() {
    return OperatorTable.resource(TensorflowChecks.class, "tensorflow-operators.tsv");
  }

  private static Finding finding(
      Rule rule, Severity severity, TensorflowView view, long offset, String message) {
    return new Finding(rule.id(), severity, view.place().at(offset), message);
  }

  private static Stream<Finding> prints(TensorflowView view) {
    return view.prints().stream()
        .map(
            print ->
                finding(
                    TensorflowRules.FILES,
                    CRITICAL,
                    view,
                    print.offset(),
                    "What a node prints is written to \"%s\"."
                        .formatted(NamedPath.shown(print.name()))));
  }

  private static Stream<Finding> assets(TensorflowView view) {
    return view.assets().stream()
        .filter(asset -> !NamedPath.staysInside(asset.name()))
        .map(
            asset ->
                finding(
                    TensorflowRules.ASSETS,
                    CRITICAL,
                    view,
                    asset.offset(),
                    "An asset is read from \"%s\".".formatted(NamedPath.shown(asset.name()))));
  }

  private static Stream<Finding> layers(TensorflowView view) {
    return view.layers().stream()
        .map(
            layer ->
                finding(
                    TensorflowRules.LAYERS,
                    layer.severity(),
                    view,
                    layer.offset(),
                    layer.what() + "."));
  }

  private static Stream<Finding> odd(TensorflowView view) {
    return view.oddities().stream()
        .map(
            odd ->
                finding(TensorflowRules.ODD, odd.severity(), view, odd.offset(), odd.what() + "."));
  }
}
