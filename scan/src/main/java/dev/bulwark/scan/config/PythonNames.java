package dev.bulwark.scan.config;

import dev.bulwark.scan.pickle.PicklePolicy;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// What a dotted Python name in a configuration would do when a loader imports and calls it.
public final class PythonNames {
  /// Modules of Python that run programs or code, or change files.
  private static final Set<String> POWERFUL =
      Set.of(
          "os",
          "posix",
          "nt",
          "subprocess",
          "builtins",
          "__builtin__",
          "sys",
          "importlib",
          "runpy",
          "shutil",
          "socket",
          "pty",
          "ctypes",
          "pickle",
          "_pickle",
          "cPickle",
          "marshal",
          "code",
          "codeop",
          "commands",
          "timeit",
          "pdb",
          "bdb",
          "cProfile",
          "profile",
          "trace",
          "doctest",
          "webbrowser",
          "asyncio",
          "multiprocessing",
          "threading",
          "signal",
          "urllib",
          "http",
          "ftplib",
          "smtplib",
          "telnetlib",
          "xmlrpc",
          "pip",
          "setuptools",
          "distutils",
          "ensurepip",
          "venv",
          "zipimport",
          "pkgutil",
          "inspect",
          "types",
          "functools",
          "operator",
          "platform",
          "tempfile",
          "pathlib",
          "io",
          "fileinput",
          "linecache",
          "shelve",
          "dbm",
          "sqlite3",
          "test",
          "idlelib",
          "lib2to3",
          "dill",
          "cloudpickle",
          "joblib",
          "jsonpickle",
          "imp",
          "_io");

  /// Last parts of names that load, run or fetch, wherever they are defined.
  private static final Set<String> POWERFUL_LAST =
      Set.of(
          "system",
          "popen",
          "Popen",
          "eval",
          "exec",
          "execfile",
          "check_output",
          "check_call",
          "run_path",
          "run_module",
          "import_module",
          "__import__",
          "load_module",
          "hub_load",
          "urlretrieve",
          "urlopen",
          "getattr",
          "setattr");

  private static final List<String> POWERFUL_NAMES =
      List.of("torch.load", "torch.hub.load", "torch.jit.load", "numpy.load", "pandas.read_pickle");

  /// Libraries whose classes configurations name every day.
  private static final Set<String> LIBRARIES =
      Set.of(
          "torch",
          "torchvision",
          "torchaudio",
          "torchmetrics",
          "transformers",
          "diffusers",
          "peft",
          "accelerate",
          "datasets",
          "tokenizers",
          "timm",
          "pytorch_lightning",
          "lightning",
          "nemo",
          "monai",
          "numpy",
          "sklearn",
          "omegaconf",
          "ignite",
          "einops",
          "sentence_transformers",
          "speechbrain",
          "ldm",
          "sgm",
          "jax",
          "flax",
          "optax",
          "keras",
          "tensorflow",
          "megatron");

  private static final Pattern DOTTED = Pattern.compile("[A-Za-z_]\\w*(?:\\.[A-Za-z_]\\w*)*");

  private PythonNames() {}

  /// How far a name reaches.
  public enum Kind {
    /// Runs programs or code, or reaches files.
    POWERFUL,
    /// A class of a library that models are made with.
    LIBRARY,
    /// Something else, which may come with the model.
    OTHER,
    /// No dotted Python name.
    NONE
  }

  /// The kind of a name, which the policy for pickles may know better: it has exact names.
  public static Kind of(String name, PicklePolicy policy) {
    Kind kind = of(name);
    int dot = name.lastIndexOf('.');
    if (kind == Kind.NONE || kind == Kind.POWERFUL || dot < 0) {
      return kind;
    }
    String module = name.substring(0, dot);
    String last = name.substring(dot + 1);
    if (policy.denied(module, last).isPresent()) {
      return Kind.POWERFUL;
    }
    return policy.allows(module, last) ? Kind.LIBRARY : kind;
  }

  static Kind of(String name) {
    if (!DOTTED.matcher(name).matches() || name.length() > 500) {
      return Kind.NONE;
    }
    List<String> parts = List.of(name.split("\\.", -1));
    if (POWERFUL.contains(parts.getFirst())
        || POWERFUL_LAST.contains(parts.getLast())
        || POWERFUL_NAMES.contains(name)
        || parts.stream().anyMatch(part -> part.startsWith("__"))) {
      return Kind.POWERFUL;
    }
    if (parts.size() == 1) {
      return Kind.NONE;
    }
    return LIBRARIES.contains(parts.getFirst()) ? Kind.LIBRARY : Kind.OTHER;
  }
}
