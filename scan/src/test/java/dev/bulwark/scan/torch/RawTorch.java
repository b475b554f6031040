package dev.bulwark.scan.torch;

import dev.bulwark.testkit.RawZip;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes PyTorch files: a state dictionary of one-dimensional float tensors, as `torch.save` does.
public final class RawTorch {
  /// @param elements as the pickle says
  /// @param content as the archive has it
  public record Storage(String key, int elements, byte[] content) {}

  private RawTorch() {}

  public static Storage floats(String key, int elements) {
    byte[] content = new byte[4 * elements];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 101 + key.hashCode());
    }
    return new Storage(key, elements, content);
  }

  public static RawZip archive(List<Storage> storages) {
    return archive(statePickle(storages), storages);
  }

  public static RawZip archive(byte[] pickle, List<Storage> storages) {
    RawZip zip =
        new RawZip()
            .stored("archive/data.pkl", pickle, part -> part.descriptor = true)
            .stored("archive/byteorder", ascii("little"), part -> part.descriptor = true);
    storages.forEach(
        storage ->
            zip.stored(
                "archive/data/" + storage.key(),
                storage.content(),
                part -> part.descriptor = true));
    return zip.stored("archive/version", ascii("3\n"), part -> part.descriptor = true)
        .stored(
            "archive/.data/serialization_id",
            ascii("1234567890123456789"),
            part -> part.descriptor = true)
        .with(raw -> raw.wideEnd = true);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// Protocol 2, by hand: `{key: torch._utils._rebuild_tensor_v2(storage, 0, (n,), (1,), False,
  /// OrderedDict())}`.
  public static byte[] statePickle(List<Storage> storages) {
    Out out = new Out();
    out.raw(0x80, 2, '}', '(');
    for (Storage storage : storages) {
      out.text("layer." + storage.key());
      out.line('c', "torch._utils\n_rebuild_tensor_v2");
      out.raw('(', '(').text("storage").line('c', "torch\nFloatStorage");
      out.text(storage.key()).text("cpu").number(storage.elements()).raw('t', 'Q');
      out.raw('K', 0).number(storage.elements()).raw(0x85).raw('K', 1, 0x85, 0x89);
      out.line('c', "collections\nOrderedDict").raw(')', 'R', 't', 'R');
    }
    out.raw('u', '.');
    return out.toByteArray();
  }

  /// Protocol 0 that calls `os.system`; a marker of malice that does nothing here.
  public static byte[] evilPickle() {
    return ascii("cos\nsystem\n(S'true'\ntR.");
  }

  private static final class Out extends ByteArrayOutputStream {
    Out raw(int... bytes) {
      for (int b : bytes) {
        write(b);
      }
      return this;
    }

    Out line(char opcode, String text) {
      write(opcode);
      writeBytes(ascii(text + "\n"));
      return this;
    }

    Out text(String text) {
      write('X');
      writeBytes(little(text.length()));
      writeBytes(ascii(text));
      return this;
    }

    Out number(int value) {
      write('J');
      writeBytes(little(value));
      return this;
    }

    private static byte[] little(int value) {
      return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
    }
  }
}
