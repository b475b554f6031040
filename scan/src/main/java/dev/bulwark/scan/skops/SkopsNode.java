package dev.bulwark.scan.skops;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A node of a schema: what skops would import, and by which loader.
///
/// Each list holds every value the text gives, because a key may stand twice.
///
/// @param at of the node in its document
/// @param loaders empty in schemas of the first protocol, which goes by the class
/// @param modules of the class, or of the function a node of the first protocol names
/// @param names of the class or the function
/// @param object the node itself
record SkopsNode(
    long at, List<String> loaders, List<String> modules, List<String> names, JsonTree.Obj object) {
  SkopsNode {
    loaders = List.copyOf(loaders);
    modules = List.copyOf(modules);
    names = List.copyOf(names);
  }

  /// The nodes of a document, at any depth; empty when it is no skops schema.
  static List<SkopsNode> of(JsonView view, Budget budget) {
    List<SkopsNode> nodes = new ArrayList<>();
    boolean skops = named(view) && isRoot(view.root());
    for (JsonTree document : view.documents()) {
      for (var walk = document.walk().iterator(); walk.hasNext(); ) {
        budget.tick();
        if (walk.next().value() instanceof JsonTree.Obj object) {
          Optional<SkopsNode> node = of(object);
          node.ifPresent(nodes::add);
          skops |= node.isPresent() && !node.get().loaders().isEmpty();
        }
      }
    }
    return skops ? nodes : List.of();
  }

  private static boolean named(JsonView view) {
    return view.source().place().path().getLast().equals("schema.json");
  }

  private static boolean isRoot(JsonTree root) {
    return root instanceof JsonTree.Obj object && object.has("__class__");
  }

  private static Optional<SkopsNode> of(JsonTree.Obj object) {
    boolean function = object.has("module_path") && object.has("function");
    List<String> names = texts(object, function ? "function" : "__class__");
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SkopsNode(
                object.at(),
                texts(object, "__loader__"),
                texts(object, function ? "module_path" : "__module__"),
                names,
                object));
  }

  static List<String> texts(JsonTree.Obj object, String name) {
    List<String> texts = new ArrayList<>();
    for (JsonTree value : object.all(name)) {
      if (value instanceof JsonTree.Text text) {
        texts.add(text.value());
      }
    }
    return texts;
  }

  boolean loadedBy(String loader) {
    return loaders.contains(loader);
  }

  /// The objects under `content`, and those under a name in each of them.
  List<JsonTree.Obj> content(String name) {
    List<JsonTree.Obj> found = new ArrayList<>();
    for (JsonTree content : object.all("content")) {
      if (content instanceof JsonTree.Obj inner) {
        for (JsonTree value : name.isEmpty() ? List.of((JsonTree) inner) : inner.all(name)) {
          if (value instanceof JsonTree.Obj each) {
            found.add(each);
          }
        }
      }
    }
    return found;
  }
}
