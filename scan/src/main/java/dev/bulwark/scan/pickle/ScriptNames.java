package dev.bulwark.scan.pickle;

import java.util.Optional;
import java.util.Set;

/// Names that only mean something to the unpickler of TorchScript
/// (`torch/csrc/jit/serialization/unpickler.cpp`): classes whose code lies in the archive, and the
/// few functions it knows itself.
final class ScriptNames {
  static final Standing STANDING = new Standing.Allowed(Standing.Role.MAKE, Optional.empty(), -1);

  private static final Set<String> FUNCTIONS =
      Set.of(
          "build_intlist",
          "build_tensorlist",
          "build_doublelist",
          "build_boollist",
          "build_tensor_from_id",
          "restore_type_tag");

  /// Native classes that PyTorch brings; others need a library that must be loaded for them.
  private static final Set<String> NATIVE =
      Set.of("quantized", "sparse", "xnnpack", "mkldnn", "prepacked", "vulkan", "metal");

  private static final String CLASSES = "__torch__.torch.classes.";

  private ScriptNames() {}

  static boolean isScripts(PickleName name) {
    String module = name.module();
    if (module.equals("torch.jit._pickle")) {
      return FUNCTIONS.contains(name.qualified());
    }
    if (!module.equals("__torch__") && !module.startsWith("__torch__.")) {
      return false;
    }
    return !module.startsWith(CLASSES) || NATIVE.contains(module.substring(CLASSES.length()));
  }
}
