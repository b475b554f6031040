package dev.bulwark.kernel.bytes;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/// An immutable run of bytes with value equality. Copies on the way in and on the way out.
public final class Bytes implements Comparable<Bytes> {
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  public static Bytes of(byte[] content) {
    return content.length == 0 ? EMPTY : new Bytes(content.clone());
  }

  public static Bytes of(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return new Bytes(copy);
  }

  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Parses lower- or upper-case hexadecimal.
  ///
  /// @throws IllegalArgumentException on an odd length or any other character
  public static Bytes parseHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  public static Bytes concat(Bytes... parts) {
    int size = 0;
    for (Bytes part : parts) {
      size = Math.addExact(size, part.size());
    }
    byte[] all = new byte[size];
    int at = 0;
    for (Bytes part : parts) {
      System.arraycopy(part.content, 0, all, at, part.size());
      at += part.size();
    }
    return new Bytes(all);
  }

  public int size() {
    return content.length;
  }

  public boolean isEmpty() {
    return content.length == 0;
  }

  public byte at(int index) {
    return content[index];
  }

  /// The bytes from `start` (inclusive) to `end` (exclusive).
  public Bytes slice(int start, int end) {
    return new Bytes(Arrays.copyOfRange(content, start, end));
  }

  public byte[] toArray() {
    return content.clone();
  }

  /// A read-only view, without copying.
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  public InputStream stream() {
    return new ByteArrayInputStream(content);
  }

  /// Decodes as UTF-8; malformed input becomes U+FFFD. Where malformed input must be refused,
  /// decode strictly at the parser.
  public String utf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  public String hex() {
    return HexFormat.of().formatHex(content);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(content, other.content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /// The size only: content may be secret (law 12).
  @Override
  public String toString() {
    return "Bytes[" + content.length + "]";
  }
}
