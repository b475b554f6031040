package dev.bulwark.scan.pickle;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// The honest files of other scanners' tests.
final class PeerValues {
  private static final List<String> IN_TENSORS =
      List.of("torch.FloatStorage", "torch.LongStorage", "torch.HalfStorage");

  private PeerValues() {}

  /// A value of a kind in a protocol: `value-KIND@PROTOCOL`.
  static byte[] value(String technique) {
    int protocol = Integer.parseInt(technique.substring(technique.indexOf('@') + 1));
    String kind = technique.substring(0, technique.indexOf('@'));
    if (kind.equals("list")) {
      return PeerPickles.list(protocol);
    }
    if (kind.equals("numpy")) {
      return Fixtures.numpyArray(Asm.proto(protocol), 5).stop();
    }
    Asm asm = Asm.proto(protocol);
    switch (kind) {
      case "value-none" -> asm.none();
      case "value-int" -> asm.num(42);
      case "value-float" -> asm.op(Op.BINFLOAT).little(0, 8);
      case "value-bool" -> asm.op(Op.NEWTRUE);
      case "value-tuple" -> asm.ints(1, 2, 3);
      case "value-list" -> asm.op(Op.EMPTY_LIST).mark().num(1).num(2).op(Op.APPENDS);
      case "value-dict" -> asm.op(Op.EMPTY_DICT).mark().str("key").num(1).op(Op.SETITEMS);
      case "value-nested" -> asm.op(Op.EMPTY_LIST, Op.EMPTY_LIST).num(1).op(Op.APPEND, Op.APPEND);
      case "value-dict-words" ->
          asm.op(Op.EMPTY_DICT)
              .mark()
              .str("exec")
              .str("v")
              .str("__reduce__")
              .str("os")
              .op(Op.SETITEMS);
      case "value-text-exec" -> asm.str("You must exec or eval this");
      case "value-text-import" -> asm.str("import os\nos.system('x')");
      case "value-unicode" -> asm.str("世界 αβγ");
      default -> asm.str("hello");
    }
    return asm.stop();
  }

  /// One file that uses every name of a library's models as its pickles do.
  static byte[] library(String names) {
    Asm asm = Asm.proto(2).mark();
    for (String full : names.split(" ")) {
      int dot = full.lastIndexOf('.');
      String module = full.substring(0, dot);
      String name = full.substring(dot + 1);
      switch (full) {
        case "torch._utils._rebuild_tensor_v2" -> Fixtures.tensor(asm, "0", 4);
        case "torch._utils._rebuild_parameter" -> parameter(asm);
        case "torch.Size" -> asm.global(module, name).ints(1, 2).op(Op.TUPLE1, Op.REDUCE);
        case "pathlib.PosixPath" -> asm.global(module, name).str("m").op(Op.TUPLE1, Op.REDUCE);
        case "__builtin__.set" -> asm.global(module, name).op(Op.EMPTY_LIST, Op.TUPLE1, Op.REDUCE);
        case "typing.Any" -> asm.global(module, name);
        case "collections.OrderedDict", "torch.nn.backends.thnn._get_thnn_function_backend" ->
            asm.global(module, name).op(Op.EMPTY_TUPLE, Op.REDUCE);
        case "collections.defaultdict" ->
            asm.global(module, name).global("__builtin__", "list").op(Op.TUPLE1, Op.REDUCE);
        case "pyannote.audio.core.task.Resolution", "pyannote.audio.core.task.Problem" ->
            asm.global(module, name).num(1).op(Op.TUPLE1, Op.REDUCE);
        default -> {
          if (IN_TENSORS.contains(full)) {
            asm.global(module, name);
          } else {
            asm.global(module, name).op(Op.EMPTY_TUPLE, Op.NEWOBJ, Op.EMPTY_DICT).mark();
            asm.str("training").op(Op.NEWTRUE, Op.SETITEMS, Op.BUILD);
          }
        }
      }
    }
    return asm.op(Op.LIST).stop();
  }

  private static void parameter(Asm asm) {
    asm.global("torch._utils", "_rebuild_parameter");
    Fixtures.tensor(asm, "1", 4).op(Op.NEWTRUE).global("collections", "OrderedDict");
    asm.op(Op.EMPTY_TUPLE, Op.REDUCE, Op.TUPLE3, Op.REDUCE);
  }

  /// An npy file of one element.
  static byte[] npy(String type, byte[] data) {
    String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (1,), }";
    String padded = header + " ".repeat(117 - header.length()) + "\n";
    return Asm.pickle()
        .op(0x93)
        .raw("NUMPY")
        .op(1, 0)
        .little(padded.length(), 2)
        .raw(padded.getBytes(StandardCharsets.US_ASCII))
        .raw(data)
        .toArray();
  }
}
