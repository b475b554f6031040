package dev.bulwark.govern.manifest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Reads a little of small files; what cannot be read is as if it were empty.
record Peek(ProjectFolder folder) {
  private static final int TEXT = 1 << 20;
  private static final long COUNTED = 64L << 20;

  /// The first mebibyte as text.
  String text(String name) {
    try (InputStream in = folder.open(name)) {
      return new String(in.readNBytes(TEXT), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /// The first line, of at most 64 KiB.
  String firstLine(String name) {
    try (InputStream in = folder.open(name)) {
      String start = new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8);
      return start.lines().findFirst().orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  /// How many lines the first 64 MiB hold.
  long lines(String name) {
    byte[] buffer = new byte[1 << 16];
    long lines = 0;
    long total = 0;
    try (InputStream in = folder.open(name)) {
      for (int read = in.read(buffer); read >= 0 && total < COUNTED; read = in.read(buffer)) {
        total += read;
        for (int i = 0; i < read; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return lines;
  }
}
