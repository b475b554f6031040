package dev.bulwark.server.upload;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.registry.seal.BrokenSeal;
import dev.bulwark.registry.seal.SealFault;
import dev.bulwark.server.ServerFault;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends stored bytes out.
public final class Download {
  private static final Logger LOG = LoggerFactory.getLogger(Download.class);
  private static final int BUFFER = 64 << 10;

  private Download() {}

  /// Writes bytes whose end is only vouched for when it returns.
  @FunctionalInterface
  public interface Copy {
    void to(WritableByteChannel channel) throws IOException;
  }

  /// How many bytes a request says it brings; empty when it does not say.
  public static OptionalLong declared(HttpServletRequest request) {
    long size = request.getContentLengthLong();
    return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
  }

  /// Sends a body of a known size. When a byte is found not to be authentic after the first went
  /// out, the answer stays too short, and the connection ends: no client takes that for a whole
  /// one.
  public static void send(
      HttpServletRequest request, HttpServletResponse response, long size, Copy copy)
      throws IOException {
    if (response.getContentType() == null) {
      response.setContentType("application/octet-stream");
    }
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("Content-Disposition", "attachment");
    response.setContentLengthLong(size);
    if (request.getMethod().equals("HEAD")) {
      return;
    }
    try {
      copy.to(Channels.newChannel(response.getOutputStream()));
    } catch (Fault e) {
      if (!response.isCommitted()) {
        response.reset();
        throw e;
      }
      LOG.atWarn().addKeyValue("event", "download.cut").addKeyValue("slug", e.type().slug()).log();
    }
  }

  /// Copies and closes the source.
  public static void copy(ReadableByteChannel source, WritableByteChannel to) throws IOException {
    try (source) {
      ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
      while (source.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
    } catch (BrokenSeal e) {
      throw new ServerFault(
          SealFault.BROKEN, "expected the bytes that were sent, found others; send them again", e);
    }
  }
}
