package dev.bulwark.scan.pickle;

import static dev.bulwark.scan.pickle.Technique.critical;
import static dev.bulwark.scan.pickle.Technique.suspicious;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The ways past other scanners; each fails the gate here.
class TechniquesTest {

  static Stream<Technique> effects() {
    return Stream.of(
        critical(
            "8 INST, popped", Asm.pickle().mark().str("id").raw("ios\nsystem\n0").none().stop()),
        critical(
            "8 OBJ, popped",
            Asm.pickle().mark().global("os", "system").str("id").op(Op.OBJ, Op.POP).none().stop()),
        critical(
            "8 NEWOBJ, popped",
            Asm.proto(4)
                .global("subprocess", "Popen")
                .str("id")
                .op(Op.TUPLE1, Op.NEWOBJ, Op.POP)
                .none()
                .stop()),
        critical(
            "8 NEWOBJ_EX, popped",
            Asm.proto(4)
                .global("subprocess", "Popen")
                .op(Op.EMPTY_TUPLE, Op.EMPTY_DICT)
                .str("args")
                .str("id")
                .op(Op.SETITEM, Op.NEWOBJ_EX, Op.POP)
                .none()
                .stop()),
        critical(
            "8 REDUCE, under a mark",
            Asm.proto(4).none().mark().call("os", "system", "id").op(Op.POP_MARK).stop()),
        critical(
            "9 BUILD of a class",
            Asm.proto(2)
                .global("collections", "OrderedDict")
                .op(Op.EMPTY_DICT)
                .str("x")
                .str("y")
                .op(Op.SETITEM, Op.BUILD)
                .stop()),
        critical(
            "9 BUILD of __builtins__",
            Asm.proto(2)
                .global("builtins", "__builtins__")
                .op(Op.EMPTY_DICT)
                .str("len")
                .global("builtins", "str")
                .op(Op.SETITEM, Op.BUILD)
                .stop()),
        critical(
            "9 a planted __setstate__",
            Asm.proto(4)
                .stackGlobal("types", "SimpleNamespace")
                .op(Op.EMPTY_TUPLE, Op.NEWOBJ)
                .op(Op.EMPTY_DICT)
                .str("__setstate__")
                .stackGlobal("builtins", "str")
                .op(Op.SETITEM, Op.BUILD)
                .str("id")
                .op(Op.BUILD)
                .stop()),
        critical(
            "9 SETITEM on sys.modules",
            Asm.proto(4).stackGlobal("sys", "modules").str("json").none().op(Op.SETITEM).stop()),
        critical(
            "9 SETITEM on a class",
            Asm.proto(4)
                .stackGlobal("collections", "OrderedDict")
                .str("k")
                .none()
                .op(Op.SETITEM)
                .stop()),
        suspicious("10 EXT1", Asm.proto(2).op(Op.EXT1, 5).stop()),
        suspicious("10 EXT2", Asm.proto(2).op(Op.EXT2, 5, 1).stop()),
        suspicious("10 EXT4", Asm.proto(2).op(Op.EXT4, 5, 1, 0, 0).stop()),
        suspicious("10 PERSID", Asm.pickle().raw("Psomething\n").stop()),
        suspicious("10 BINPERSID", Asm.proto(2).str("x").op(Op.BINPERSID).stop()),
        suspicious("10 NEXT_BUFFER", Asm.proto(5).op(Op.NEXT_BUFFER).stop()),
        suspicious(
            "30 SETITEM on a tensor",
            Fixtures.tensor(Asm.proto(2), "0", 4).num(0).num(1).op(Op.SETITEM).stop()),
        suspicious(
            "30 SETITEM on a list",
            Asm.proto(2)
                .op(Op.EMPTY_LIST)
                .num(1)
                .op(Op.APPEND)
                .num(0)
                .num(1)
                .op(Op.SETITEM)
                .stop()));
  }

  static Stream<Technique> framesAndStreams() {
    byte[] evil = Asm.proto(2).call("os", "system", "id").stop();
    byte[] fine = Asm.proto(2).none().stop();
    byte[] inner = Asm.pickle().global("os", "system").str("id").op(Op.TUPLE1, Op.REDUCE).stop();
    // In memory the string swallows the payload; from a stream the string is read behind the frame.
    byte[] split =
        Asm.proto(4)
            .framed(8)
            .op(Op.BINUNICODE)
            .little(inner.length + 3, 4)
            .raw("abc")
            .raw(inner)
            .op(Op.STOP)
            .toArray();
    return Stream.of(
        suspicious("11 a frame ends within an operand", split),
        critical("11 the payload lies where only streams look", hiddenFromMemory()),
        suspicious(
            "11 a frame within a frame",
            Asm.proto(4).framed(12).framed(3).none().none().op(Op.POP).stop()),
        critical(
            "12 broken behind the payload",
            Asm.proto(2).call("os", "system", "id").op(Op.BINUNICODE, 255, 255).toArray()),
        critical(
            "12 an opcode that is none behind the payload",
            Asm.proto(2).call("os", "system", "id").op(0xff).toArray()),
        critical("12 no STOP", Asm.proto(2).call("os", "system", "id").toArray()),
        critical(
            "12 without PROTO, cut", Asm.pickle().call("os", "system", "id").raw("X").toArray()),
        critical(
            "12 an error on purpose",
            Asm.proto(2).call("os", "system", "id").op(Op.POP, Op.POP, Op.POP).stop()),
        critical("13 second stream", Asm.join(fine, evil)),
        critical(
            "13 after junk",
            Asm.join(fine, "junk in between".getBytes(StandardCharsets.US_ASCII), evil)),
        critical("13 after much junk", Asm.join(fine, new byte[10_000], evil)),
        critical(
            "13 a second stream of protocol 0",
            Asm.join(fine, Asm.pickle().call("os", "system", "id").stop())),
        critical(
            "13 in a legacy torch file, behind the storages",
            Asm.join(Fixtures.legacyTorch(4), evil)),
        suspicious(
            "13 bytes nothing explains",
            Asm.join(fine, "nothing".getBytes(StandardCharsets.US_ASCII))),
        critical(
            "14 behind FLOAT, BYTEARRAY8 and NEXT_BUFFER",
            Asm.proto(5)
                .raw("F1.5\n")
                .op(Op.BYTEARRAY8)
                .little(1, 8)
                .raw("x")
                .op(Op.NEXT_BUFFER, Op.READONLY_BUFFER)
                .call("os", "system", "id")
                .stop()),
        critical("16 behind a million opcodes", late(1_000_000)),
        critical(
            "18 protocol 0 without any mark",
            Asm.pickle().raw("cos\nsystem\n(S'id'\ntR.").toArray()),
        critical(
            "18 opcodes of protocol 4 without PROTO",
            Asm.pickle().stackGlobal("os", "system").str("id").op(Op.TUPLE1, Op.REDUCE).stop()),
        critical("20 behind joblib's array", joblibWithTail()));
  }

  static Stream<Technique> bombsAndNests() {
    byte[] evil = Asm.proto(2).call("os", "system", "id").stop();
    return Stream.of(
        suspicious("15 lists of lists", lists(10, 10)),
        suspicious("15 doubled tuples", tuples(40)),
        suspicious(
            "15 memo index", Asm.proto(2).none().op(Op.LONG_BINPUT).little(0x7fff_ffff, 4).stop()),
        critical(
            "21 pickle.loads",
            Asm.proto(3).global("pickle", "loads").bytes(evil).op(Op.TUPLE1, Op.REDUCE).stop()),
        critical("21 base64", called64(Base64.getEncoder().encodeToString(evil))),
        suspicious(
            "arguments: getattr of a hidden attribute",
            Asm.proto(4)
                .stackGlobal("builtins", "getattr")
                .stackGlobal("builtins", "str")
                .str("__class__")
                .op(Op.TUPLE2, Op.REDUCE)
                .stop()),
        suspicious(
            "arguments: _reconstruct of a huge array",
            Asm.proto(2)
                .global("numpy.core.multiarray", "_reconstruct")
                .global("numpy", "ndarray")
                .ints(1 << 20, 1 << 20)
                .bytes((byte) 'b')
                .op(Op.TUPLE3, Op.REDUCE)
                .stop()),
        suspicious(
            "arguments: as many bytes as a number says",
            Asm.proto(2)
                .global("builtins", "bytearray")
                .num(1 << 30)
                .op(Op.TUPLE1, Op.REDUCE)
                .stop()),
        suspicious(
            "arguments: _reconstruct of a function",
            Asm.proto(2)
                .global("numpy.core.multiarray", "_reconstruct")
                .str("ndarray")
                .ints(0)
                .bytes((byte) 'b')
                .op(Op.TUPLE3, Op.REDUCE)
                .stop()),
        suspicious(
            "arguments: a tool handed to a constructor",
            Asm.proto(4)
                .stackGlobal("collections", "defaultdict")
                .stackGlobal("builtins", "getattr")
                .op(Op.TUPLE1, Op.REDUCE)
                .stop()));
  }

  static Stream<Technique> all() {
    return Stream.of(
            NameTechniques.gadgets(),
            NameTechniques.names(),
            effects(),
            framesAndStreams(),
            bombsAndNests())
        .flatMap(techniques -> techniques);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void failsTheGate(Technique technique) {
    assertThat(PickleCases.verdict(technique.pickle())).isEqualTo(CheckRun.Verdict.FAILED);
    assertThat(PickleCases.worst(technique.pickle())).isGreaterThanOrEqualTo(technique.least());
  }

  private static byte[] hiddenFromMemory() {
    byte[] payload = Asm.pickle().call("os", "system", "id").op(Op.POP).none().stop();
    // A stream throws the two bytes left in the frame away and takes "abU" and the length for the
    // string: it runs the payload. In memory the string is "xxab", and U swallows the payload.
    byte[] string = Asm.pickle().op(Op.BINUNICODE).little(4, 4).raw("xx").toArray();
    byte[] tail =
        Asm.pickle().raw("ab").op(Op.SHORT_BINSTRING, payload.length).raw(payload).toArray();
    return Asm.join(Asm.proto(4).frame(string).toArray(), tail, Asm.pickle().op(Op.STOP).toArray());
  }

  private static byte[] late(int opcodes) {
    Asm asm = Asm.proto(2);
    for (int i = 0; i < opcodes / 2; i++) {
      asm.op(Op.NONE, Op.POP);
    }
    return asm.call("os", "system", "id").stop();
  }

  private static byte[] joblibWithTail() {
    byte[] file = Fixtures.joblib(100);
    byte[] head = java.util.Arrays.copyOf(file, file.length - 1);
    return Asm.join(head, Asm.pickle().op(Op.POP).call("os", "system", "id").stop());
  }

  private static byte[] called64(String base64) {
    return Asm.proto(4)
        .stackGlobal("pickle", "loads")
        .stackGlobal("base64", "b64decode")
        .str(base64)
        .op(Op.TUPLE1, Op.REDUCE, Op.TUPLE1, Op.REDUCE)
        .stop();
  }

  private static byte[] lists(int levels, int width) {
    Asm asm = Asm.proto(2).op(Op.EMPTY_LIST, Op.BINPUT, 0);
    for (int level = 0; level < levels; level++) {
      asm.op(Op.EMPTY_LIST, Op.BINPUT, level + 1).mark();
      for (int i = 0; i < width; i++) {
        asm.op(Op.BINGET, level);
      }
      asm.op(Op.APPENDS);
    }
    return asm.stop();
  }

  private static byte[] tuples(int levels) {
    Asm asm = Asm.proto(2).none().op(Op.TUPLE1);
    for (int level = 0; level < levels; level++) {
      asm.op(Op.DUP, Op.TUPLE2);
    }
    return asm.stop();
  }
}
