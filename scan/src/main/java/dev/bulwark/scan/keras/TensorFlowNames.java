package dev.bulwark.scan.keras;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// TensorFlow functions and operations that reach beyond tensors.
final class TensorFlowNames {
  /// A word of a name, and what is behind names that have it.
  private record Harm(String word, String does) {}

  private static final List<Harm> HARMS =
      List.of(
          new Harm("py_func", "runs Python"),
          new Harm("pyfunc", "runs Python"),
          new Harm("numpy_function", "runs Python"),
          new Harm("py_function", "runs Python"),
          new Harm("load_library", "loads native code"),
          new Harm("load_op_library", "loads native code"),
          new Harm("loadlibrary", "loads native code"),
          new Harm("read_file", "reads files"),
          new Harm("readfile", "reads files"),
          new Harm("write_file", "writes files"),
          new Harm("writefile", "writes files"),
          new Harm("matching_files", "lists files"),
          new Harm("matchingfiles", "lists files"),
          new Harm("gfile", "reads, writes or removes files"),
          new Harm("saved_model", "loads another model"),
          new Harm("restorev2", "reads files"),
          new Harm("savev2", "writes files"),
          new Harm("printv2", "can write files"),
          new Harm("debugidentity", "can open connections"));

  private TensorFlowNames() {}

  /// What a function does beyond tensors, by its name.
  static Optional<String> harm(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.startsWith("io.") && !lower.startsWith("io.decode_")
        ? Optional.of("reads or writes files")
        : harmIn(lower);
  }

  /// What an operation does beyond tensors, by a text that names it.
  static Optional<String> harmIn(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return HARMS.stream().filter(harm -> lower.contains(harm.word())).map(Harm::does).findFirst();
  }
}
