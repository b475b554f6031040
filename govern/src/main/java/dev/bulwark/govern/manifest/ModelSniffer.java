package dev.bulwark.govern.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Tells model files by their first bytes, with the name as a hint where bytes are ambiguous. A
/// quick look for the manifest; the scan reads files whole.
final class ModelSniffer {
  /// How much of a file it wants to see.
  static final int HEAD = 4096;

  private static final Set<String> TORCH_NAMES = Set.of("pt", "pth", "ckpt", "bin", "pt2", "mar");
  private static final Set<String> PICKLE_NAMES = Set.of("pkl", "pickle", "dill", "skops", "p");
  private static final Set<String> MODEL_NAMES =
      Set.of(
          "safetensors",
          "gguf",
          "ggml",
          "onnx",
          "tflite",
          "keras",
          "h5",
          "pt",
          "pth",
          "ckpt",
          "pkl",
          "pickle",
          "joblib",
          "mlmodel",
          "engine");
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] ZLIB = {0x78};

  private ModelSniffer() {}

  /// @param head the first {@link #HEAD} bytes, or all of them
  /// @param last the last byte
  static Optional<ModelFormat> sniff(String path, byte[] head, byte last, long size) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    String extension = name.substring(name.lastIndexOf('.') + 1);
    if (name.equals("saved_model.pb")) {
      return Optional.of(ModelFormat.SAVED_MODEL);
    } else if (startsWith(head, "GGUF", 0)) {
      return Optional.of(ModelFormat.GGUF);
    } else if (startsWith(head, "TFL3", 4)) {
      return Optional.of(ModelFormat.TFLITE);
    } else if (safetensors(head, size)) {
      return Optional.of(ModelFormat.SAFETENSORS);
    } else if (pickle(head, last)) {
      return Optional.of(extension.equals("joblib") ? ModelFormat.JOBLIB : ModelFormat.PICKLE);
    } else if (startsWith(head, ZIP)) {
      return zip(head, extension);
    }
    return byName(extension, head);
  }

  /// Whether bytes or name say that a file is a model.
  static boolean looksLikeModel(String path, ProjectFiles.Seen seen) {
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return seen.format().isPresent()
        || MODEL_NAMES.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  /// Bytes that say little, and a name that says what they should be.
  private static Optional<ModelFormat> byName(String extension, byte[] head) {
    boolean keras = extension.equals("h5") || extension.equals("hdf5") || extension.equals("keras");
    if (keras && startsWith(head, HDF5)) {
      return Optional.of(ModelFormat.KERAS);
    } else if (extension.equals("onnx") && head.length > 1 && head[0] == 8) {
      return Optional.of(ModelFormat.ONNX);
    } else if (extension.equals("joblib") && startsWith(head, ZLIB)) {
      return Optional.of(ModelFormat.JOBLIB);
    } else if (PICKLE_NAMES.contains(extension) && head.length > 0) {
      return Optional.of(ModelFormat.PICKLE);
    }
    return Optional.empty();
  }

  /// A header length that fits the file, and the JSON object it announces (safetensors §Format).
  private static boolean safetensors(byte[] head, long size) {
    if (head.length < 10) {
      return false;
    }
    long header = 0;
    for (int i = 7; i >= 0; i--) {
      header = header << 8 | (head[i] & 0xff);
    }
    return header >= 2
        && header <= size - 8
        && head[8] == '{'
        && (head[9] == '"' || head[9] == '}');
  }

  /// Protocol 2 to 5, a plausible next opcode, and STOP at the end.
  private static boolean pickle(byte[] head, byte last) {
    if (head.length < 4 || head[0] != (byte) 0x80 || head[1] < 2 || head[1] > 5) {
      return false;
    }
    int opcode = head[2] & 0xff;
    boolean plausible =
        "}](cCMKJXUTBN\u0080\u0088\u0089\u008a\u008c\u008e\u0095".indexOf(opcode) >= 0;
    return plausible && (last == '.' || opcode == 0x8a);
  }

  private static Optional<ModelFormat> zip(byte[] head, String extension) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.contains("data.pkl") || text.contains(".pkl") || TORCH_NAMES.contains(extension)) {
      return Optional.of(ModelFormat.TORCH);
    } else if (extension.equals("keras") || text.contains("model.weights.h5")) {
      return Optional.of(ModelFormat.KERAS);
    }
    return PICKLE_NAMES.contains(extension) || extension.equals("joblib")
        ? Optional.of(ModelFormat.ZIP)
        : Optional.empty();
  }

  private static boolean startsWith(byte[] head, String magic, int offset) {
    byte[] bytes = magic.getBytes(StandardCharsets.US_ASCII);
    return head.length >= offset + bytes.length
        && Arrays.equals(head, offset, offset + bytes.length, bytes, 0, bytes.length);
  }

  private static boolean startsWith(byte[] head, byte[] magic) {
    return head.length >= magic.length
        && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
  }
}
