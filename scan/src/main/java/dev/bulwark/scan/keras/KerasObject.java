package dev.bulwark.scan.keras;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An object in a configuration: what a loader would import and build.
///
/// Each list holds every value the text gives, because a key may stand twice; a check takes the
/// worst.
///
/// @param at of the object in its document
/// @param classes what `class_name` says
/// @param modules what `module` says; one empty text when it says nothing
/// @param registered what `registered_name` says; may be empty
/// @param specs what `spec_name` says, which TensorFlow type specifications have
/// @param configs what `config` says
record KerasObject(
    long at,
    List<String> classes,
    List<String> modules,
    List<String> registered,
    List<String> specs,
    List<JsonTree> configs) {
  private static final List<String> ATTRIBUTES =
      List.of("model_config.json", "training_config.json");

  KerasObject {
    classes = List.copyOf(classes);
    modules = List.copyOf(modules);
    registered = List.copyOf(registered);
    specs = List.copyOf(specs);
    configs = List.copyOf(configs);
  }

  /// The objects of a document, at any depth; empty when it is no Keras configuration.
  static List<KerasObject> of(JsonView view, Budget budget) {
    List<KerasObject> objects = new ArrayList<>();
    boolean keras = named(view) || view.documents().stream().anyMatch(KerasObject::isRoot);
    for (JsonTree document : view.documents()) {
      for (var walk = document.walk().iterator(); walk.hasNext(); ) {
        budget.tick();
        if (walk.next().value() instanceof JsonTree.Obj object) {
          Optional<KerasObject> found = of(object);
          found.ifPresent(objects::add);
          keras |= found.isPresent() && object.has("config") && qualified(object);
        }
      }
    }
    return keras ? objects : List.of();
  }

  /// HDF5 attributes are Keras's by their names.
  private static boolean named(JsonView view) {
    String name = view.source().place().path().getLast();
    return ATTRIBUTES.stream().anyMatch(each -> name.endsWith("@" + each));
  }

  private static boolean isRoot(JsonTree document) {
    return document instanceof JsonTree.Obj object
        && object.has("class_name")
        && object.has("config");
  }

  private static boolean qualified(JsonTree.Obj object) {
    return object.has("module") || object.has("registered_name");
  }

  private static Optional<KerasObject> of(JsonTree.Obj object) {
    List<String> classes = texts(object, "class_name");
    boolean built = object.has("config") || object.has("module") || object.has("registered_name");
    if (classes.isEmpty() || !built) {
      return Optional.empty();
    }
    List<String> modules = texts(object, "module");
    return Optional.of(
        new KerasObject(
            object.at(),
            classes,
            modules.isEmpty() ? List.of("") : modules,
            texts(object, "registered_name"),
            texts(object, "spec_name"),
            object.all("config")));
  }

  private static List<String> texts(JsonTree.Obj object, String name) {
    List<String> texts = new ArrayList<>();
    for (JsonTree value : object.all(name)) {
      if (value instanceof JsonTree.Text text) {
        texts.add(text.value());
      }
    }
    return texts;
  }

  boolean is(String className) {
    return classes.contains(className);
  }

  /// Names of functions: a function's name is its configuration.
  List<String> functions() {
    List<String> names = new ArrayList<>();
    if (is("function")) {
      for (JsonTree config : configs) {
        if (config instanceof JsonTree.Text text) {
          names.add(text.value());
        }
      }
    }
    return names;
  }

  /// Every name that a loader may look up in the module.
  List<String> lookedUp() {
    List<String> names = new ArrayList<>(functions());
    for (String name : classes) {
      if (!name.equals("function") && !name.equals("__typespec__")) {
        names.add(name);
      }
    }
    names.addAll(specs);
    return names;
  }

  /// The values under a name in the configuration.
  List<JsonTree> settings(String name) {
    List<JsonTree> values = new ArrayList<>();
    for (JsonTree config : configs) {
      if (config instanceof JsonTree.Obj object) {
        values.addAll(object.all(name));
      }
    }
    return values;
  }
}
