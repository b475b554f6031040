package dev.bulwark.scan.pickle;

import java.util.LinkedHashMap;
import java.util.Map;

/// What other scanners' tests hide with opcodes.
final class PeerOpcodes {
  private PeerOpcodes() {}

  /// STACK_GLOBAL over operands written, parted, remembered or wrong in a named way, then a call.
  static byte[] stackGlobal(PeerCase row, String[] technique) {
    Asm asm = Asm.proto(4);
    switch (technique[0]) {
      case "operand" -> operand(operand(asm, technique[1], row.module()), technique[2], row.name());
      case "gap" -> gap(gap(asm.str(row.module()), technique[1]).str(row.name()), technique[2]);
      case "memo" -> remembered(asm, row, technique);
      default -> wrong(asm, row, technique[1]);
    }
    return asm.op(Op.STACK_GLOBAL, Op.EMPTY_TUPLE, Op.REDUCE).stop();
  }

  private static void remembered(Asm asm, PeerCase row, String[] technique) {
    boolean counted = technique[1].equals("memoize");
    int module = counted ? 0 : 5;
    int name = counted ? 1 : 6;
    gap(put(asm.str(row.module()), technique[1], module), technique[3]);
    gap(put(asm.str(row.name()), technique[1], name), technique[3]);
    gap(take(asm, technique[2], module), technique[3]);
    gap(take(asm, technique[2], name), technique[3]);
  }

  private static void wrong(Asm asm, PeerCase row, String how) {
    switch (how) {
      case "tuple-wrapped" -> asm.str(row.module()).str(row.name()).op(Op.TUPLE2);
      case "reversed" -> asm.str(row.name()).str(row.module());
      case "bytes" ->
          asm.bytes(PeerPickles.ascii(row.module())).bytes(PeerPickles.ascii(row.name()));
      case "mark-between" -> asm.str(row.module()).mark().str(row.name());
      default -> asm.str(row.module()).str(row.name()).op(Op.POP);
    }
  }

  private static Asm operand(Asm asm, String form, String text) {
    byte[] ascii = PeerPickles.ascii(text);
    return switch (form) {
      case "binunicode" -> asm.op(Op.BINUNICODE).little(ascii.length, 4).raw(ascii);
      case "binunicode8" -> asm.op(Op.BINUNICODE8).little(ascii.length, 8).raw(ascii);
      case "unicode" -> asm.raw("V" + text + "\n");
      case "string" -> asm.raw("S'" + text + "'\n");
      case "short-binstring" -> asm.op(Op.SHORT_BINSTRING, ascii.length).raw(ascii);
      case "binstring" -> asm.op(Op.BINSTRING).little(ascii.length, 4).raw(ascii);
      default -> asm.str(text);
    };
  }

  private static Asm gap(Asm asm, String form) {
    return switch (form) {
      case "dup-pop" -> asm.op(Op.DUP, Op.POP);
      case "mark-popmark" -> asm.op(Op.MARK, Op.POP);
      case "none-pop" -> asm.op(Op.NONE, Op.POP);
      case "empty-tuple-pop" -> asm.op(Op.EMPTY_TUPLE, Op.POP);
      case "binint1-pop" -> asm.op(Op.BININT1, 1, Op.POP);
      default -> asm;
    };
  }

  private static Asm put(Asm asm, String form, int index) {
    return switch (form) {
      case "binput" -> asm.op(Op.BINPUT, index);
      case "long-binput" -> asm.op(Op.LONG_BINPUT).little(index, 4);
      case "put" -> asm.raw("p" + index + "\n");
      default -> asm.op(Op.MEMOIZE);
    };
  }

  private static Asm take(Asm asm, String form, int index) {
    return switch (form) {
      case "long-binget" -> asm.op(Op.LONG_BINGET).little(index, 4);
      case "get" -> asm.raw("g" + index + "\n");
      default -> asm.op(Op.BINGET, index);
    };
  }

  /// The cases that stand alone.
  static byte[] special(PeerCase row) {
    Asm asm = Asm.proto(4);
    return switch (row.technique()) {
      case "sour" -> sour();
      case "memo-swap" -> swapped(row).toArray();
      case "memo-swap-trailing" -> swapped(row).raw("\n\n\t\t").toArray();
      case "attrgetter" -> attrgetter(row);
      case "partial" ->
          asm.stackGlobal("functools", "partial")
              .stackGlobal(row.module(), row.name())
              .op(Op.TUPLE1, Op.REDUCE, Op.EMPTY_TUPLE, Op.REDUCE)
              .stop();
      case "result-called" ->
          asm.stackGlobal(row.module(), row.name())
              .str("id")
              .op(Op.TUPLE1, Op.REDUCE, Op.EMPTY_DICT, Op.TUPLE1, Op.REDUCE)
              .stop();
      case "string-global" ->
          Asm.pickle()
              .raw("S'" + row.module() + "'\nS'" + row.name() + "'\n")
              .op(Op.STACK_GLOBAL)
              .raw("S'ls'\n")
              .op(Op.TUPLE1, Op.REDUCE)
              .stop();
      case "broken" ->
          Asm.pickle()
              .global(row.module(), row.name())
              .mark()
              .raw("X>\nf = open('f')tRX.")
              .toArray();
      case "missing-memo" ->
          asm.call(row.module(), row.name(), "id")
              .op(Op.POP)
              .str("os")
              .op(Op.MEMOIZE, Op.BINGET, 3, Op.BINGET, 0, Op.STACK_GLOBAL)
              .num(66)
              .stop();
      case "int-memo" ->
          asm.call(row.module(), row.name(), "id")
              .op(Op.POP)
              .num(42)
              .op(Op.MEMOIZE)
              .str("os")
              .op(Op.MEMOIZE, Op.BINGET, 0, Op.BINGET, 1, Op.STACK_GLOBAL)
              .stop();
      case "reduce-build" ->
          asm.stackGlobal(row.module(), row.name())
              .str("id")
              .op(Op.TUPLE1, Op.REDUCE)
              .str("gottem")
              .op(Op.BUILD)
              .stop();
      case "locate-build" -> located(row);
      case "marshal-function" ->
          asm.stackGlobal(row.module(), row.name())
              .bytes((byte) 'c')
              .op(Op.TUPLE1, Op.REDUCE, Op.MEMOIZE)
              .stackGlobal("types", "FunctionType")
              .op(Op.BINGET, 0, Op.EMPTY_DICT, Op.TUPLE2, Op.REDUCE, Op.EMPTY_TUPLE, Op.REDUCE)
              .stop();
      case "getattr-of-result" ->
          asm.stackGlobal("builtins", "getattr")
              .stackGlobal(row.module(), row.name())
              .str("x")
              .op(Op.TUPLE1, Op.REDUCE)
              .str(row.argument())
              .op(Op.TUPLE2, Op.REDUCE)
              .str("id")
              .op(Op.TUPLE1, Op.REDUCE)
              .stop();
      case "ext1" -> asm.op(Op.EXT1, 1).stop();
      case "ext2" -> asm.op(Op.EXT2, 1, 0).stop();
      case "ext4" -> asm.op(Op.EXT4, 1, 0, 0, 0).stop();
      case "ext-call" -> asm.op(Op.EXT1, 1, Op.EMPTY_TUPLE, Op.REDUCE).stop();
      case "next-buffer" -> Asm.proto(5).op(Op.NEXT_BUFFER).stop();
      default -> throw new IllegalArgumentException("no such technique: " + row.technique());
    };
  }

  /// The names of Slaviero's talk of 2011, in its order.
  private static byte[] sour() {
    return Asm.pickle()
        .raw(
            "c__builtin__\nglobals\n(tRp100\n0c__builtin__\ncompile\n(S'x=1'\nS''\nS'exec'\ntRp101\n0")
        .raw("c__builtin__\neval\n(g101\ng100\ntRp102\n0c__builtin__\ngetattr\n(c__builtin__\n")
        .raw("dict\nS'get'\ntRp103\n0c__builtin__\napply\n(g103\n(g100\nS'x'\nltRp104\n0g104\n.")
        .toArray();
  }

  private static Asm swapped(PeerCase row) {
    return Asm.pickle()
        .raw("V" + row.module() + "\np2\n0V" + row.name() + "\np3\n0")
        .raw("Vtorch\np0\n0VLongStorage\np1\n0g2\ng3\n")
        .op(Op.STACK_GLOBAL)
        .raw("(Vcat flag.txt\ntR.");
  }

  private static byte[] attrgetter(PeerCase row) {
    return Asm.proto(4)
        .stackGlobal("operator", "attrgetter")
        .str(row.name())
        .op(Op.TUPLE1, Op.REDUCE)
        .stackGlobal("builtins", "__import__")
        .str(row.module())
        .op(Op.TUPLE1, Op.REDUCE, Op.TUPLE1, Op.REDUCE)
        .str("echo")
        .op(Op.TUPLE1, Op.REDUCE)
        .stop();
  }

  private static byte[] located(PeerCase row) {
    return Asm.pickle()
        .global(row.module(), row.name())
        .raw("S'ctypes.windll.kernel32.WinExec'\n")
        .op(Op.TUPLE1, Op.REDUCE)
        .raw("p0\n0g0\n")
        .bytes((byte) 'c')
        .num(1)
        .op(Op.TUPLE2, Op.REDUCE)
        .raw("p1\n0")
        .global("builtins", "Exception")
        .op(Op.EMPTY_TUPLE, Op.REDUCE, Op.EMPTY_DICT)
        .raw("S'rce_status'\ng1\n")
        .op(Op.SETITEM, Op.BUILD)
        .stop();
  }

  /// The same call in the ways opcodes can make it.
  static Map<String, byte[]> forms(PeerCase row) {
    Map<String, byte[]> forms = new LinkedHashMap<>();
    Asm inst = PeerPickles.argument(Asm.pickle().mark(), row);
    forms.put("INST", inst.raw("i" + PeerPickles.lines(row)).stop());
    Asm obj = PeerPickles.named(Asm.pickle().mark(), 0, row);
    forms.put("OBJ", PeerPickles.argument(obj, row).op(Op.OBJ).stop());
    forms.put("NEWOBJ", tuple(row).op(Op.NEWOBJ).stop());
    forms.put("NEWOBJ_EX", tuple(row).op(Op.EMPTY_DICT, Op.NEWOBJ_EX).stop());
    forms.put("popped", tuple(row).op(Op.REDUCE, Op.POP, Op.NONE).stop());
    forms.put("POP_MARK", Asm.proto(4).mark().raw(tail(row)).op(Op.POP_MARK, Op.NONE).stop());
    forms.put("a value in a dict", value(row));
    forms.put("given a state", tuple(row).op(Op.REDUCE, Op.EMPTY_DICT, Op.BUILD).stop());
    Asm swapped = swapped(row);
    forms.put("memo overwritten", swapped.toArray());
    forms.put("escaped", escaped(row));
    forms.put("copy_reg", copyreg(row));
    byte[] body = tail(row);
    forms.put("framed", Asm.proto(4).frame(Asm.join(body, new byte[] {(byte) Op.STOP})).toArray());
    forms.put(
        "a frame beyond the end",
        Asm.proto(4).framed(body.length + 5L).raw(body).op(Op.STOP, 0, 0, 0, 0).toArray());
    forms.put("a frame too short", Asm.proto(4).framed(3).raw(body).stop());
    return forms;
  }

  private static byte[] value(PeerCase row) {
    Asm asm = Asm.proto(4).op(Op.EMPTY_DICT).str("weight").raw(tail(row));
    return asm.op(Op.SETITEM).stop();
  }

  private static Asm tuple(PeerCase row) {
    Asm asm = PeerPickles.named(Asm.proto(4), 4, row).mark();
    return PeerPickles.argument(asm, row).op(Op.TUPLE);
  }

  private static byte[] tail(PeerCase row) {
    Asm asm = PeerPickles.named(Asm.pickle(), 4, row).mark();
    return PeerPickles.argument(asm, row).op(Op.TUPLE, Op.REDUCE).toArray();
  }

  private static byte[] escaped(PeerCase row) {
    String module = "\\u%04x".formatted((int) row.module().charAt(0)) + row.module().substring(1);
    Asm asm = Asm.proto(4).raw("V" + module + "\nV" + row.name() + "\n").op(Op.STACK_GLOBAL);
    return PeerPickles.argument(asm.mark(), row).op(Op.TUPLE, Op.REDUCE).stop();
  }

  /// Handed to a function that calls what it is given.
  private static byte[] copyreg(PeerCase row) {
    Asm asm = PeerPickles.named(Asm.proto(4).stackGlobal("copyreg", "__newobj__"), 4, row);
    return asm.op(Op.TUPLE1, Op.REDUCE).stop();
  }
}
