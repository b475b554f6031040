package dev.bulwark.scan.tar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/// Writes tar archives in which every field can be a lie.
public final class RawTar {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  public RawTar file(String name, byte[] content) {
    return entry(name, '0', "", content, _ -> {});
  }

  /// @param change the header block before its sum is taken
  public RawTar entry(
      String name, char type, String link, byte[] content, Consumer<byte[]> change) {
    byte[] block = new byte[512];
    put(block, 0, name);
    put(block, 100, "0000644\0");
    put(block, 108, "0000000\0");
    put(block, 116, "0000000\0");
    put(block, 124, "%011o\0".formatted(content.length));
    put(block, 136, "00000000000\0");
    put(block, 156, String.valueOf(type));
    put(block, 157, link);
    put(block, 257, "ustar\00000");
    change.accept(block);
    Arrays.fill(block, 148, 156, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, "%06o\0 ".formatted(sum));
    out.writeBytes(block);
    out.writeBytes(content);
    out.writeBytes(new byte[(512 - content.length % 512) % 512]);
    return this;
  }

  public RawTar pax(char type, String... records) {
    StringBuilder all = new StringBuilder();
    for (String record : records) {
      int length = record.length() + 3;
      while ((length + " " + record + "\n").length() != length) {
        length = (length + " " + record + "\n").length();
      }
      all.append(length).append(' ').append(record).append('\n');
    }
    return entry("pax", type, "", all.toString().getBytes(StandardCharsets.UTF_8), _ -> {});
  }

  public static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  /// Without the zero blocks at the end.
  public byte[] open() {
    return out.toByteArray();
  }

  public byte[] build() {
    return Arrays.copyOf(open(), out.size() + 1024);
  }
}
