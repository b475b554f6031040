package dev.bulwark.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A system's files come as fast as the least rate asks, and still not for ever.
final class SlowBodiesTest {
  private static final int PIECES = 60;
  private static final int PIECE_MILLIS = 50;

  private Server server;
  private int port;

  @BeforeEach
  void start() throws Exception {
    server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("localhost");
    server.addConnector(connector);
    SlowBodies slow = new SlowBodies(1, Duration.ofMillis(500));
    slow.setHandler(
        new Handler.Abstract() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            try (InputStream body = Content.Source.asInputStream(request)) {
              response.setStatus(body.readAllBytes().length == PIECES ? 200 : 400);
              callback.succeeded();
            } catch (IOException e) {
              callback.failed(e);
            }
            return true;
          }
        });
    server.setHandler(slow);
    server.start();
    port = connector.getLocalPort();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  /// Brings a body a byte at a time, for three seconds or until the server ends it.
  ///
  /// @return whether all of it was taken
  private boolean isTaken(String path, String type) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      String head =
          "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(path, type, PIECES);
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      try {
        for (int i = 0; i < PIECES; i++) {
          out.write('x');
          out.flush();
          Thread.sleep(PIECE_MILLIS);
        }
        byte[] start = socket.getInputStream().readNBytes(12);
        return new String(start, StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
      } catch (IOException e) {
        return false;
      }
    }
  }

  @Test
  void filesAreTakenForATimeAndNoLonger() throws Exception {
    assertThat(isTaken("/systems", "multipart/form-data; boundary=edge")).isFalse();
    assertThat(isTaken("/api/v1/systems/scoring/files", "application/zip")).isFalse();
  }

  @Test
  void whatHasLimitsOfItsOwnIsLeftToThem() throws Exception {
    assertThat(isTaken("/v2/scoring/blobs/uploads/1", "application/octet-stream")).isTrue();
  }
}
