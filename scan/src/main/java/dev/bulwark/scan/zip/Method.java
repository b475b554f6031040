package dev.bulwark.scan.zip;

import dev.bulwark.scan.unpack.Decoding;
import dev.bulwark.scan.zstd.ZstdInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.deflate64.Deflate64CompressorInputStream;
import org.tukaani.xz.LZMAInputStream;
import org.tukaani.xz.UnsupportedOptionsException;
import org.tukaani.xz.XZInputStream;

/// The ways to pack a member that are read (APPNOTE §4.4.5).
enum Method {
  STORED(0),
  DEFLATED(8),
  DEFLATE64(9),
  BZIP2(12),
  LZMA(14),
  ZSTD_OLD(20),
  ZSTD(93),
  XZ(95);

  private static final int LZMA_PROPERTIES = 5;

  private final int code;

  Method(int code) {
    this.code = code;
  }

  static Optional<Method> of(int code) {
    return Arrays.stream(values()).filter(method -> method.code == code).findFirst();
  }

  /// @param size the member's size, as claimed; -1 when it ends with a mark
  InputStream open(InputStream packed, long size) throws IOException {
    return switch (this) {
      case STORED, DEFLATED -> packed;
      case DEFLATE64 -> new Deflate64CompressorInputStream(packed);
      case BZIP2 -> new BZip2CompressorInputStream(packed, false);
      case LZMA -> lzma(packed, size);
      case ZSTD_OLD, ZSTD -> new ZstdInput(packed);
      case XZ -> new XZInputStream(packed, Decoding.MEMORY_KIB);
    };
  }

  /// APPNOTE §5.8.8: version, size of the properties, properties, then the stream.
  private static InputStream lzma(InputStream packed, long size) throws IOException {
    byte[] header = packed.readNBytes(4 + LZMA_PROPERTIES);
    if (header.length < 4 + LZMA_PROPERTIES) {
      throw new EOFException();
    }
    if (header[2] != LZMA_PROPERTIES || header[3] != 0) {
      throw new UnsupportedOptionsException();
    }
    int dictionary = 0;
    for (int i = 0; i < 4; i++) {
      dictionary |= (header[5 + i] & 0xff) << (8 * i);
    }
    requireMemory(dictionary, header[4], size);
    return new LZMAInputStream(packed, size, header[4], dictionary);
  }

  private static void requireMemory(int dictionary, byte properties, long size) throws IOException {
    int needed = size < 0 ? dictionary : (int) Math.min(dictionary & 0xffff_ffffL, size);
    if ((dictionary < 0 && size < 0)
        || LZMAInputStream.getMemoryUsage(needed, properties) > Decoding.MEMORY_KIB) {
      throw new org.tukaani.xz.MemoryLimitException(needed >>> 10, Decoding.MEMORY_KIB);
    }
  }
}
