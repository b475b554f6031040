package dev.bulwark.scan.pickle;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// CPython's own unpickler in a child process, with every name replaced by something inert.
final class Oracle implements AutoCloseable {
  private final Process process;
  private final OutputStream out;
  private final DataInputStream in;
  private final Path script;

  /// @param failure empty when the program ran to STOP
  record Answer(Optional<String> failure, List<PickleName> names) {
    /// The oracle ran out of stack or memory: it says nothing.
    boolean isUnknown() {
      return failure.filter("?"::equals).isPresent();
    }
  }

  private Oracle(Process process, Path script) {
    this.process = process;
    this.script = script;
    this.out = new BufferedOutputStream(process.getOutputStream(), 1 << 16);
    this.in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
  }

  /// Empty when this machine has no python3.
  static Optional<Oracle> start() {
    try (InputStream code = Oracle.class.getResourceAsStream("inert_unpickler.py")) {
      Path script = Files.createTempFile("inert", ".py");
      Files.write(script, code.readAllBytes());
      Process process =
          new ProcessBuilder("python3", "-I", script.toString())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return Optional.of(new Oracle(process, script));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// @param framed frame by frame, as from a stream; otherwise as from memory
  void send(byte[] program, boolean framed) {
    try {
      little(program.length);
      out.write(framed ? 's' : 'm');
      out.write(program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Answer receive() {
    try {
      int size = Integer.reverseBytes(in.readInt());
      byte[] body = in.readNBytes(size);
      List<String> parts = new ArrayList<>();
      int at = 0;
      while (at < size) {
        int length =
            body[at] & 0xff
                | (body[at + 1] & 0xff) << 8
                | (body[at + 2] & 0xff) << 16
                | (body[at + 3] & 0xff) << 24;
        parts.add(Surrogates.decode(java.util.Arrays.copyOfRange(body, at + 4, at + 4 + length)));
        at += 4 + length;
      }
      List<PickleName> names = new ArrayList<>();
      for (int i = 1; i < parts.size(); i += 2) {
        names.add(new PickleName(parts.get(i), parts.get(i + 1)));
      }
      String status = parts.getFirst();
      return new Answer(status.equals("+") ? Optional.empty() : Optional.of(status), names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void little(int value) throws IOException {
    for (int i = 0; i < 4; i++) {
      out.write(value >>> 8 * i);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      out.close();
    } catch (IOException gone) {
      // It crashed before it had read everything.
    }
    Files.deleteIfExists(script);
  }
}
