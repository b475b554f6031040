package dev.bulwark.scan.compressed;

import dev.bulwark.scan.unpack.Decoding;
import dev.bulwark.scan.zstd.ZstdInput;
import java.util.List;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.z.ZCompressorInputStream;
import org.tukaani.xz.SingleXZInputStream;

/// The compressed streams this version unpacks.
public final class BuiltinCodecs {
  private static final Codec GZIP = new Gzip();
  private static final Codec ZLIB = new Zlib();
  private static final Codec LZMA = new Lzma();
  private static final Codec ZFILE = new Zfile();
  private static final Codec BZIP2 =
      new Marked("bzip2", "BZh", in -> new BZip2CompressorInputStream(in, false));
  private static final Codec XZ =
      new Marked("xz", "\u00fd7zXZ\0", in -> new SingleXZInputStream(in, Decoding.MEMORY_KIB));
  private static final Codec COMPRESS =
      new Marked(
          "compress", "\u001f\u009d", in -> new ZCompressorInputStream(in, Decoding.MEMORY_KIB));
  private static final Codec LZ4 =
      new Framed("lz4", 0x184D2204L, in -> new FramedLZ4CompressorInputStream(in, false));
  private static final Codec ZSTD = new Framed("zstd", 0xFD2FB528L, ZstdInput::new);

  private BuiltinCodecs() {}

  /// A reader for each, and the endings that promise it.
  public record Line(CompressedReader reader, List<String> endings) {}

  /// joblib compresses by its argument and not by the file's name, so every codec it knows may
  /// stand under a pickle's.
  public static List<Line> all() {
    return List.of(
        line(GZIP, "gz", "gzip", "tgz", "joblib", "pkl", "pickle", "rds", "rdata"),
        line(ZLIB, "zlib", "zz", "z", "joblib", "pkl", "pickle"),
        line(BZIP2, "bz2", "tbz2", "tbz", "joblib", "pkl", "pickle"),
        line(XZ, "xz", "txz", "joblib", "pkl", "pickle"),
        line(LZMA, "lzma", "tlz", "joblib", "pkl", "pickle"),
        line(LZ4, "lz4", "joblib", "pkl", "pickle"),
        line(ZSTD, "zst", "zstd", "tzst"),
        line(COMPRESS, "z"),
        line(ZFILE, "joblib", "pkl", "pickle", "z"));
  }

  private static Line line(Codec codec, String... endings) {
    return new Line(new CompressedReader(codec), List.of(endings));
  }
}
