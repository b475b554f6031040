package dev.bulwark.scan.torch;

import dev.bulwark.scan.torch.Script.What;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a dotted name in TorchScript code may be.
///
/// Code can reach nothing but the operators of the PyTorch that runs it. Among the 4,165 schemas of
/// PyTorch 1.13 (`torch._C._jit_get_all_schemas`), those that touch files are `aten::save` and
/// `aten::from_file`, and those that leave the process `prim::rpc_*`, `c10d::*` and the two that
/// call Python; the rest computes. So names within `torch` are judged by this list, and namespaces
/// by an allow list.
final class ScriptPolicy {
  private static final Set<String> FILES =
      Set.of("save", "from_file", "load", "load_library", "_load_from_bytes");
  private static final Set<String> REMOTE =
      Set.of("rpc_async", "rpc_sync", "rpc_remote", "PythonOp", "IgnoredPythonOp", "CallPython");
  private static final Set<String> REMOTE_NAMESPACES =
      Set.of("c10d", "_c10d_functional", "c10d_functional", "rpc", "dist_rpc", "symm_mem");
  private static final Set<String> NAMESPACES =
      Set.of(
          "aten",
          "prim",
          "prims",
          "nvprims",
          "quantized",
          "_quantized",
          "quantization",
          "quantized_decomposed",
          "prepacked",
          "sparse",
          "mkldnn",
          "mkldnn_prepacked",
          "mkl",
          "onednn",
          "profiler",
          "onnx",
          "static_runtime",
          "xnnpack",
          "vulkan",
          "vulkan_prepack",
          "metal",
          "metal_prepack",
          "torchvision",
          "torchaudio",
          "torchtext",
          "image");

  /// torchvision's operators that read and write image files.
  private static final Set<String> IMAGE_FILES = Set.of("read_file", "write_file");

  private static final Set<String> CLASSES =
      Set.of(
          "quantized", "sparse", "xnnpack", "mkldnn", "prepacked", "vulkan", "metal", "profiler");
  private static final Set<String> PYTHON =
      Set.of("eval", "exec", "open", "compile", "__import__", "globals", "execfile", "lambda");

  private ScriptPolicy() {}

  /// @param parts of the name, between its dots
  /// @param called whether arguments follow
  /// @param method whether it is fetched from a value in front of it
  static Optional<What> judge(List<String> parts, boolean called, boolean method) {
    String last = parts.getLast();
    return switch (method ? "" : parts.getFirst()) {
      case "torch" -> torch(parts);
      case "ops" -> operator(parts);
      case "__torch__" -> script(parts);
      default -> {
        if (!method && parts.size() == 1 && called && PYTHON.contains(last)) {
          yield Optional.of(What.PYTHON);
        }
        if (called && REMOTE.contains(last)) {
          yield Optional.of(What.REMOTE);
        }
        boolean value = method || parts.size() > 1;
        yield called && value && FILES.contains(last)
            ? Optional.of(What.FILE_METHOD)
            : Optional.empty();
      }
    };
  }

  private static Optional<What> torch(List<String> parts) {
    if (parts.size() == 1) {
      return Optional.of(What.NAMESPACE);
    }
    if (parts.contains("classes")) {
      return Optional.of(What.FOREIGN_CLASS);
    }
    if (parts.stream().anyMatch(FILES::contains)) {
      return Optional.of(What.FILE);
    }
    return parts.stream().anyMatch(REMOTE::contains) ? Optional.of(What.REMOTE) : Optional.empty();
  }

  private static Optional<What> operator(List<String> parts) {
    if (parts.size() < 3) {
      return Optional.of(What.NAMESPACE);
    }
    String namespace = parts.get(1);
    String name = parts.get(2);
    if (FILES.contains(name) || (namespace.equals("image") && IMAGE_FILES.contains(name))) {
      return Optional.of(What.FILE);
    }
    if (REMOTE_NAMESPACES.contains(namespace) || REMOTE.contains(name)) {
      return Optional.of(What.REMOTE);
    }
    return NAMESPACES.contains(namespace) ? Optional.empty() : Optional.of(What.FOREIGN_OPERATOR);
  }

  /// Classes and functions of the archive itself, and native classes under their namespace.
  private static Optional<What> script(List<String> parts) {
    boolean foreign =
        parts.size() > 3
            && parts.get(1).equals("torch")
            && parts.get(2).equals("classes")
            && !CLASSES.contains(parts.get(3));
    return foreign ? Optional.of(What.FOREIGN_CLASS) : Optional.empty();
  }
}
