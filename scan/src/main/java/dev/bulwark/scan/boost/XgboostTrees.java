package dev.bulwark.scan.boost;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.boost.BoostView.Misfit;
import dev.bulwark.scan.json.JsonTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/// The trees in an XGBoost model, from its JSON or UBJSON form.
///
/// @param count how many
/// @param misfits lengths that disagree with a tree's own count of nodes
record XgboostTrees(long count, List<Misfit> misfits) {
  private static final int MOST = 20;
  private static final List<String> PER_NODE =
      List.of(
          "left_children",
          "right_children",
          "parents",
          "split_indices",
          "split_conditions",
          "default_left",
          "base_weights",
          "loss_changes",
          "sum_hessian");

  XgboostTrees {
    misfits = List.copyOf(misfits);
  }

  /// Empty when the document is no such model.
  static Optional<XgboostTrees> of(JsonTree document, LongFunction<Place> place) {
    if (!(document instanceof JsonTree.Obj root)
        || !(root.member("learner").orElse(null) instanceof JsonTree.Obj learner)
        || !learner.has("gradient_booster")) {
      return Optional.empty();
    }
    List<Misfit> misfits = new ArrayList<>();
    long[] count = {0};
    learner
        .walk()
        .filter(named -> named.value() instanceof JsonTree.Obj tree && tree.has("left_children"))
        .forEach(
            named -> {
              count[0]++;
              if (misfits.size() < MOST) {
                check((JsonTree.Obj) named.value(), place).ifPresent(misfits::add);
              }
            });
    return Optional.of(new XgboostTrees(count[0], misfits));
  }

  private static Optional<Misfit> check(JsonTree.Obj tree, LongFunction<Place> place) {
    String nodes =
        tree.member("tree_param")
            .flatMap(
                parameters ->
                    parameters instanceof JsonTree.Obj object
                        ? object.text("num_nodes")
                        : Optional.empty())
            .orElse("");
    for (String name : PER_NODE) {
      Optional<JsonTree> array = tree.member(name);
      if (array.isPresent() && !nodes.equals(String.valueOf(length(array.get())))) {
        return Optional.of(
            new Misfit(
                place.apply(array.get().at()),
                "%s has %d entries, and the tree says it has %s nodes"
                    .formatted(name, length(array.get()), Place.printable(shortened(nodes)))));
      }
    }
    return Optional.empty();
  }

  private static String shortened(String text) {
    return text.isEmpty() ? "no count of" : text.length() > 20 ? text.substring(0, 20) : text;
  }

  private static long length(JsonTree value) {
    return switch (value) {
      case JsonTree.Numbers(long _, long count) -> count;
      case JsonTree.Arr(long _, List<JsonTree> items) -> items.size();
      case JsonTree.Obj _, JsonTree.Text _, JsonTree.Numeral _, JsonTree.Flag _, JsonTree.Null _ ->
          -1;
    };
  }
}
