package dev.bulwark.scan.pickle;

import dev.bulwark.scan.torch.RawTorch;
import dev.bulwark.testkit.RawZip;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

/// Builds what a row of the tables of other scanners' tests describes: a name, how it is called,
/// and how that is hidden. The content of arguments is ours and harmless.
public final class PeerPickles {
  private static final byte[] INNER = call(2, "os", "system", "text");

  private PeerPickles() {}

  /// The file of one row.
  public static byte[] file(PeerCase row) {
    String[] technique = row.technique().split("[@:]");
    return switch (technique[0].startsWith("value-") ? "value" : technique[0]) {
      case "reduce" -> call(number(technique), row);
      case "import" -> named(Asm.proto(4), 4, row.module(), row.name()).stop();
      case "second" -> Asm.join(list(4), call(4, row));
      case "two" -> Asm.join(named(Asm.proto(4), 4, "os", "system").stop(), call(4, row));
      case "inst" -> argument(Asm.pickle().mark(), row).raw("i").raw(lines(row)).stop();
      case "obj" -> argument(named(Asm.pickle().mark(), 0, row), row).op(Op.OBJ).stop();
      case "nested" -> nested(number(technique), row);
      case "list", "value", "numpy" -> PeerValues.value(row.technique());
      case "library" -> PeerValues.library(row.name());
      case "operand", "gap", "memo", "invalid" -> PeerOpcodes.stackGlobal(row, technique);
      case "packed" -> packed(technique[1], call(4, row));
      default -> wrapped(row).orElseGet(() -> PeerOpcodes.special(row));
    };
  }

  private static int number(String[] technique) {
    return Integer.parseInt(technique[1]);
  }

  private static java.util.Optional<byte[]> wrapped(PeerCase row) {
    byte[] evil = row.module().equals("-") ? list(4) : call(4, row);
    return java.util.Optional.ofNullable(
        switch (row.technique()) {
          case "zip" -> new RawZip().stored("data.pkl", evil).build();
          case "zip-member-txt" -> new RawZip().stored("data.txt", evil).build();
          case "zip-local-name" ->
              new RawZip().stored("data.pkl", evil, part -> part.localName = "datap.kl").build();
          case "zip-crc" ->
              new RawZip().stored("data.pkl", evil, part -> part.crc = part.localCrc ^= 1).build();
          case "zip-flag-1" -> flagged(evil, 1);
          case "zip-flag-20" -> flagged(evil, 0x20);
          case "zip-flag-40" -> flagged(evil, 0x40);
          case "zip-slip" -> new RawZip().stored("../evil.pkl", evil).build();
          case "zip-second-member" ->
              new RawZip().stored("safe.pkl", list(4)).stored("evil.pkl", evil).build();
          case "torch-zip-evil" -> RawTorch.archive(evil, List.of()).build();
          case "torch-zip" -> RawTorch.archive(List.of(RawTorch.floats("0", 4))).build();
          case "torch-legacy" -> Fixtures.legacyTorch(4);
          case "npy" -> PeerValues.npy("|O", evil);
          case "npy-object" -> PeerValues.npy("|O", Fixtures.numpyArray(Asm.proto(3), 2).stop());
          case "npy-int" -> PeerValues.npy("<i8", new byte[8]);
          case "npz-object" ->
              npz(PeerValues.npy("|O", Fixtures.numpyArray(Asm.proto(3), 2).stop()));
          case "npz-int" -> npz(PeerValues.npy("<i8", new byte[8]));
          case "7z" ->
              Asm.pickle().op('7', 'z', 0xbc, 0xaf, 0x27, 0x1c).raw(new byte[26]).toArray();
          default -> null;
        });
  }

  private static byte[] npz(byte[] npy) {
    return new RawZip().stored("a.npy", npy).deflated("b.npy", npy).build();
  }

  private static byte[] flagged(byte[] evil, int flags) {
    return new RawZip()
        .stored("data.pkl", evil, part -> part.flags = part.localFlags = flags)
        .build();
  }

  /// Every form the same call can have, by name: what each pair of a table is tried in.
  public static Map<String, byte[]> forms(PeerCase row) {
    Map<String, byte[]> forms = new LinkedHashMap<>();
    for (int protocol = 0; protocol <= 5; protocol++) {
      forms.put("protocol " + protocol, call(protocol, row));
    }
    PeerOpcodes.forms(row).forEach(forms::put);
    byte[] evil = call(4, row);
    forms.put("after a program", Asm.join(list(2), evil));
    forms.put("after junk", Asm.join(list(2), new byte[] {-1, -1, -1, -1}, evil));
    forms.put("cut behind the call", java.util.Arrays.copyOf(evil, evil.length - 1));
    forms.put("in pickle.loads", loads(4, "pickle", "loads", evil));
    forms.put("in torch's loader", loads(2, "torch.storage", "_load_from_bytes", evil));
    forms.put("in a zip", new RawZip().deflated("data.pkl", evil).build());
    forms.put(
        "in a zip in a zip",
        new RawZip().stored("x", new RawZip().stored("y", evil).build()).build());
    forms.put("in a torch zip", RawTorch.archive(evil, List.of()).build());
    forms.put("in a legacy torch file", legacy(evil));
    forms.put("in an npy", PeerValues.npy("|O", evil));
    forms.put("in an npz", npz(PeerValues.npy("|O", evil)));
    forms.put("behind a joblib array", Asm.join(Fixtures.joblib(3), evil));
    return forms;
  }

  /// The magic number of the legacy stream is a pickle too, and any may be the payload.
  private static byte[] legacy(byte[] evil) {
    byte[] honest = Fixtures.legacyTorch(1);
    int magic = 0;
    while (honest[magic] != (byte) Op.STOP) {
      magic++;
    }
    return Asm.join(java.util.Arrays.copyOf(honest, magic + 1), evil, honest);
  }

  static byte[] list(int protocol) {
    Asm asm = protocol < 2 ? Asm.pickle() : Asm.proto(protocol);
    asm.mark();
    for (String item : List.of("a", "b", "c")) {
      text(asm, protocol, item);
    }
    return asm.op(Op.LIST).stop();
  }

  private static byte[] call(int protocol, PeerCase row) {
    return call(protocol, row.module(), row.name(), row.argument());
  }

  static byte[] call(int protocol, String module, String name, String argument) {
    Asm asm = protocol < 2 ? Asm.pickle() : Asm.proto(protocol);
    named(asm, protocol, module, name).mark();
    return argument(asm, protocol, argument).op(Op.TUPLE, Op.REDUCE).stop();
  }

  private static byte[] nested(int protocol, PeerCase row) {
    return loads(protocol, row.module(), row.name(), INNER);
  }

  private static byte[] loads(int protocol, String module, String name, byte[] inner) {
    Asm asm = protocol < 2 ? Asm.pickle() : Asm.proto(protocol);
    named(asm, protocol, module, name);
    return asm.op(Op.BINBYTES).little(inner.length, 4).raw(inner).op(Op.TUPLE1, Op.REDUCE).stop();
  }

  static Asm named(Asm asm, int protocol, PeerCase row) {
    return named(asm, protocol, row.module(), row.name());
  }

  static Asm named(Asm asm, int protocol, String module, String name) {
    return protocol < 4 ? asm.global(module, name) : asm.stackGlobal(module, name);
  }

  static String lines(PeerCase row) {
    return row.module() + "\n" + row.name() + "\n";
  }

  static Asm text(Asm asm, int protocol, String text) {
    return protocol == 0
        ? asm.raw("V" + text + "\n")
        : asm.op(Op.BINUNICODE).little(text.length(), 4).raw(text);
  }

  static Asm argument(Asm asm, PeerCase row) {
    return argument(asm, 0, row.argument());
  }

  /// Pushes arguments of a kind.
  static Asm argument(Asm asm, int protocol, String kind) {
    switch (kind) {
      case "none", "-" -> {}
      case "int" -> asm.num(0);
      case "number" -> text(asm, protocol, "1");
      case "pair" -> {
        text(asm.mark(), protocol, "host");
        asm.num(80).op(Op.TUPLE);
      }
      case "list" -> text(text(asm.mark(), protocol, "ls"), protocol, "-l").op(Op.LIST);
      case "texts" -> text(text(asm, protocol, "a"), protocol, "id");
      case "text-list" -> text(text(asm, protocol, "a").mark(), protocol, "b").op(Op.LIST);
      case "texts-list" ->
          text(text(text(asm, protocol, "a"), protocol, "b").mark(), protocol, "sh").op(Op.LIST);
      case "text-dict" -> text(asm, protocol, "id").mark().op(Op.DICT);
      case "dict-text" -> text(asm.mark().op(Op.DICT), protocol, "id");
      case "bytes" -> asm.op(Op.BINBYTES).little(4, 4).raw("abcd");
      case "class-dunder" -> text(asm.global("builtins", "object"), protocol, "__class__");
      case "object-text" ->
          text(asm.global("builtins", "Exception").mark().op(Op.TUPLE, Op.REDUCE), protocol, "id");
      case "date" -> asm.op(Op.BINBYTES).little(4, 4).op(7, 0xea, 1, 2);
      case "datetime" -> asm.op(Op.BINBYTES).little(10, 4).op(7, 0xea, 1, 2, 3, 4, 5, 0, 0, 0);
      default -> text(asm, protocol, "id");
    }
    return asm;
  }

  private static byte[] packed(String how, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (var stream =
        how.equals("gzip") ? new GZIPOutputStream(out) : new DeflaterOutputStream(out)) {
      stream.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
