package dev.bulwark.scan.jinja;

import java.util.Set;
import java.util.regex.Pattern;

/// The names that matter, as data. Names of Python and Jinja2; which of them lead where is stated
/// in Python's data model and in `jinja2.sandbox`.
final class Catalogue {
  /// Attributes of Python's objects from which the interpreter's insides can be reached, beside
  /// every name in double underscores.
  static final Set<String> INTERNAL =
      Set.of(
          "func_globals",
          "func_code",
          "func_closure",
          "func_defaults",
          "func_dict",
          "im_class",
          "im_func",
          "im_self",
          "gi_frame",
          "gi_code",
          "gi_yieldfrom",
          "cr_frame",
          "cr_code",
          "cr_await",
          "ag_frame",
          "ag_code",
          "ag_await",
          "f_globals",
          "f_locals",
          "f_builtins",
          "f_back",
          "f_code",
          "tb_frame",
          "tb_next",
          "co_code",
          "co_consts");

  /// Methods that run programs or code, or open files.
  static final Set<String> POWERFUL_METHODS =
      Set.of(
          "popen",
          "Popen",
          "popen2",
          "popen3",
          "popen4",
          "system",
          "check_output",
          "check_call",
          "getoutput",
          "getstatusoutput",
          "execv",
          "execve",
          "execl",
          "execlp",
          "execvp",
          "spawnl",
          "spawnv",
          "spawnlp",
          "posix_spawn",
          "fork",
          "import_module",
          "load_module",
          "exec_module",
          "run_module",
          "run_path",
          "from_pyfile",
          "eval",
          "exec",
          "compile_command",
          "urlopen",
          "urlretrieve",
          "import_string",
          "get_data_from_file");

  /// Python's functions that reach further than a template should.
  static final Set<String> POWERFUL_FUNCTIONS =
      Set.of(
          "eval",
          "exec",
          "compile",
          "execfile",
          "open",
          "file",
          "getattr",
          "setattr",
          "delattr",
          "hasattr",
          "vars",
          "globals",
          "locals",
          "dir",
          "type",
          "object",
          "super_class",
          "input",
          "raw_input",
          "breakpoint",
          "memoryview",
          "classmethod",
          "staticmethod",
          "reload",
          "import_module",
          "import_string",
          "popen",
          "system");

  /// Modules that run programs or code, or open files.
  static final Set<String> MODULES =
      Set.of(
          "os",
          "sys",
          "subprocess",
          "builtins",
          "importlib",
          "shutil",
          "socket",
          "pty",
          "ctypes",
          "posix",
          "pickle",
          "marshal",
          "runpy",
          "codecs",
          "commands",
          "linecache",
          "warnings");

  /// Functions that Jinja2 or a chat template engine offers.
  static final Set<String> OFFERED =
      Set.of(
          "range",
          "dict",
          "lipsum",
          "cycler",
          "joiner",
          "namespace",
          "caller",
          "loop",
          "super",
          "raise_exception",
          "strftime_now",
          "tojson",
          "raise",
          "_");

  /// Filters that take the name of an attribute, and where.
  static final Set<String> BY_ATTRIBUTE_FIRST =
      Set.of("selectattr", "rejectattr", "groupby", "sum");

  static final Set<String> BY_ATTRIBUTE_NAMED =
      Set.of("map", "sort", "unique", "min", "max", "join", "groupby", "sum");

  /// A constant above which a template that repeats or counts is a bomb.
  static final long HUGE = 5_000_000;

  static final Pattern ORDER =
      Pattern.compile(
          "https?://|\\b(?:ignore|disregard|instead of|secretly|covertly|do not (?:mention|tell|reveal)"
              + "|don't (?:mention|tell|reveal)|never (?:mention|tell|reveal)|always (?:include|insert"
              + "|recommend|suggest|add|append|end)|must (?:include|insert|recommend|suggest|append)"
              + "|without (?:telling|mentioning|informing)|append the following|insert the following)\\b",
          Pattern.CASE_INSENSITIVE);

  private Catalogue() {}

  static boolean isDunder(String name) {
    return name.length() > 4 && name.startsWith("__") && name.endsWith("__");
  }

  static boolean isInternal(String name) {
    return isDunder(name) || INTERNAL.contains(name);
  }
}
