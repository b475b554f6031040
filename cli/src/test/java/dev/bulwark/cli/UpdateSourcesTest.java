package dev.bulwark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run over several sources, on a real network, of which some fail.
class UpdateSourcesTest {
  private static final String NOTHING_YET =
      "{\"format\":\"bulwark-releases/v1\",\"asset\":\"scorer\",\"releases\":[]}";

  @TempDir Path folder;
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    answer("/good", 200, NOTHING_YET);
    answer("/down", 500, "");
    answer("/rubbish", 200, "{]");
    server.start();
  }

  private void answer(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.length());
            exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
          }
        });
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aSourceThatFailsKeepsNoOtherFromItsRun() throws IOException {
    OlgasProject project = OlgasProject.in(folder);
    for (String each : List.of("down", "good", "rubbish")) {
      String index = "http://localhost:%d/%s".formatted(server.getAddress().getPort(), each);
      project.follow(each, index, "--insecure-http");
    }
    assertThat(project.bulwark("update", "run"))
        .contains("the source of down", "the answer 500", "the source of rubbish")
        .doesNotContain("the source of good");
    assertThat(project.registry().channel("good").looked()).isPresent();
    assertThat(project.registry().channel("good").problem()).isEmpty();
    assertThat(project.registry().channel("down").problem()).contains("the answer 500");
  }
}
