package dev.bulwark.scan.pickle;

import static dev.bulwark.scan.pickle.Technique.critical;
import static dev.bulwark.scan.pickle.Technique.suspicious;

import java.util.stream.Stream;

/// The ways past other scanners that lie in which name is called, and in how it is written.
final class NameTechniques {
  private NameTechniques() {}

  private static byte[] called(String module, String name) {
    return Asm.proto(4).stackGlobal(module, name).str("id").op(Op.TUPLE1, Op.REDUCE).stop();
  }

  static Stream<Technique> gadgets() {
    return Stream.of(
            "os system",
            "posix system",
            "nt system",
            "subprocess Popen",
            "builtins eval",
            "builtins exec",
            "builtins __import__",
            "runpy run_path",
            "timeit timeit",
            "pdb Pdb",
            "cProfile run",
            "importlib import_module",
            "pkgutil resolve_name",
            "ctypes CDLL",
            "webbrowser open",
            "operator attrgetter",
            "functools partial",
            "types FunctionType",
            "marshal loads",
            "pickle loads",
            "dill loads",
            "torch.hub load",
            "numpy.testing._private.utils runstring",
            "torch.load load",
            "pydoc pipepager",
            "code InteractiveInterpreter",
            "bdb Bdb",
            "distutils.file_util write_file",
            "idlelib.run Executive",
            "lib2to3.pgen2.pgen ParserGenerator",
            "asyncio.unix_events _UnixSubprocessTransport.start",
            "multiprocessing.util spawnv_passfds",
            "ensurepip _run_pip",
            "trace Trace",
            "doctest debug_script",
            "logging.config _resolve",
            "shutil rmtree",
            "http.client HTTPSConnection",
            "smtplib SMTP",
            "requests get",
            "aiohttp ClientSession",
            "socket socket",
            "uuid _get_command_stdout",
            "imaplib IMAP4_stream",
            "_pyrepl.pager pipe_pager",
            "torch.utils.collect_env run",
            "torch._inductor.codecache compile_file",
            "torch.fx.graph_module _forward_from_src",
            "nturl2path url2pathname",
            "statistics mean",
            "xml.dom.pulldom parse",
            "zipfile ZipFile",
            "sqlite3 connect",
            "typing get_type_hints",
            "pandas read_pickle",
            "joblib load",
            "numpy load",
            "some.library execWrapper",
            "some.library run_command")
        .map(
            gadget -> {
              int space = gadget.indexOf(' ');
              return critical(
                  "1 gadget " + gadget,
                  called(gadget.substring(0, space), gadget.substring(space + 1)));
            });
  }

  static Stream<Technique> names() {
    return Stream.of(
        suspicious("1 a library nobody listed", called("some.library", "Thing")),
        suspicious("1 a name of __main__", called("__main__", "Thing")),
        critical("2 dotted walk to os", called("collections", "_sys.modules")),
        critical(
            "2 dotted walk to globals", called("collections", "OrderedDict.__init__.__globals__")),
        critical("2 dotted walk to eval", called("numpy", "core.builtins.eval")),
        critical("2 dotted walk from torch", called("torch", "serialization.os.system")),
        suspicious("2 dotted walk to a method", called("numpy", "ndarray.tofile")),
        critical(
            "3 submodule of a denied module",
            called("asyncio.base_events", "_run_until_complete_cb")),
        critical(
            "4 memo put and got in different ways",
            Asm.proto(4)
                .str("os")
                .op(Op.MEMOIZE, Op.POP)
                .str("system")
                .raw("p7\n")
                .op(Op.POP)
                .op(Op.BINGET, 0)
                .raw("g7\n")
                .op(Op.STACK_GLOBAL)
                .str("id")
                .op(Op.TUPLE1, Op.REDUCE)
                .stop()),
        critical(
            "4 memo entry overwritten",
            Asm.proto(4)
                .str("json")
                .op(Op.BINPUT, 1, Op.POP)
                .str("os")
                .op(Op.BINPUT, 1, Op.POP)
                .op(Op.BINGET, 1)
                .str("system")
                .op(Op.STACK_GLOBAL)
                .str("id")
                .op(Op.TUPLE1, Op.REDUCE)
                .stop()),
        critical(
            "5 decoys before STACK_GLOBAL",
            Asm.proto(4)
                .str("os")
                .str("json")
                .op(Op.POP)
                .str("system")
                .str("loads")
                .op(Op.POP)
                .mark()
                .str("x")
                .op(Op.POP_MARK, Op.STACK_GLOBAL)
                .str("id")
                .op(Op.TUPLE1, Op.REDUCE)
                .stop()),
        critical(
            "6 name computed at load",
            Asm.proto(4)
                .str("os")
                .stackGlobal("builtins", "str")
                .str("system")
                .op(Op.TUPLE1, Op.REDUCE, Op.STACK_GLOBAL)
                .str("id")
                .op(Op.TUPLE1, Op.REDUCE)
                .stop()),
        critical(
            "6 the result of a call is called",
            Asm.proto(4)
                .stackGlobal("builtins", "str")
                .op(Op.EMPTY_TUPLE, Op.REDUCE)
                .str("x")
                .op(Op.TUPLE1, Op.REDUCE)
                .stop()),
        suspicious(
            "6 getattr of a method nobody listed",
            Asm.proto(2)
                .global("__builtin__", "getattr")
                .global("numpy", "ndarray")
                .str("tofile")
                .op(Op.TUPLE2, Op.REDUCE)
                .str("x")
                .op(Op.TUPLE1, Op.REDUCE)
                .stop()),
        critical(
            "7 escapes in UNICODE",
            Asm.proto(4)
                .raw("V\\u006fs\nV\\u0073ystem\n")
                .op(Op.STACK_GLOBAL)
                .str("id")
                .op(Op.TUPLE1, Op.REDUCE)
                .stop()),
        critical(
            "7 escapes in STRING",
            Asm.proto(4)
                .raw("S'\\x6f\\163'\nS\"syst\\x65m\"\n")
                .op(Op.STACK_GLOBAL)
                .str("id")
                .op(Op.TUPLE1, Op.REDUCE)
                .stop()),
        critical("7 names of Python 2", Asm.pickle().call("commands", "getoutput", "id").stop()),
        critical("7 builtins of Python 2", Asm.proto(2).call("__builtin__", "eval", "1").stop()));
  }
}
