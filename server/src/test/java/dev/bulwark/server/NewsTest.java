package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Answers that stay open: bounded, for those who may look, and gone when their session is.
final class NewsTest {
  private static final String AT = "/systems/credit-scoring/news";

  private static BufferedReader lines(HttpResponse<InputStream> answer) {
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  /// The next line that begins so.
  private static String next(BufferedReader lines, String begin) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(begin)) {
        return line;
      }
    }
    return "the end";
  }

  @Test
  @Timeout(120)
  void newsComesToWhoMayReadAndNobodyElse(@TempDir Path home) throws IOException {
    try (RunningServer server = RunningServer.in(home)) {
      Http admin = Http.begin(server.address(), server.firstLink(), "root");
      admin.submit("/systems", "/systems", "example", "credit-scoring");
      Http ada = admin.invited("ada", "owner");
      assertThat(admin.follow(AT).statusCode()).isEqualTo(404);
      assertThat(new Http(server.address()).follow(AT).statusCode()).isEqualTo(401);

      HttpResponse<InputStream> answer = ada.follow(AT);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      BufferedReader news = lines(answer);
      String first = next(news, "data:");
      assertThat(first).contains("controls satisfied");
      ada.submit("/systems/credit-scoring", "/systems/credit-scoring/check");
      assertThat(next(news, "data:")).isNotEqualTo(first).contains("controls satisfied");

      // The role is withdrawn while somebody looks: the next heartbeat ends it.
      admin.submit("/people", "/people/ada/withdraw", "where", "*", "role", "owner");
      assertThat(next(news, "event:")).isEqualTo("event: end");
      assertThat(next(news, "data: {\"")).isEqualTo("the end");
    }
  }

  @Test
  @Timeout(120)
  void aPersonHasFourAndTheyEndWithTheServer(@TempDir Path home) throws IOException {
    List<BufferedReader> open = new ArrayList<>();
    long closing;
    try (RunningServer server = RunningServer.in(home)) {
      Http admin = Http.begin(server.address(), server.firstLink(), "root");
      admin.submit("/systems", "/systems", "example", "credit-scoring");
      Http ada = admin.invited("ada", "owner");
      for (int i = 0; i < 4; i++) {
        BufferedReader news = lines(ada.follow(AT));
        next(news, "data:");
        open.add(news);
      }
      assertThat(ada.follow(AT).statusCode()).isEqualTo(429);
      assertThat(ada.get("/systems/credit-scoring").statusCode()).isEqualTo(200);
      closing = System.nanoTime();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - closing)).isLessThan(Duration.ofSeconds(15));
    assertThat(next(open.getFirst(), "data: {\"")).isEqualTo("the end");
  }

  @Test
  @Timeout(120)
  void lookingOnKeepsNoSessionAlive(@TempDir Path home) throws IOException {
    try (RunningServer server = RunningServer.in(home)) {
      Http admin = Http.begin(server.address(), server.firstLink(), "root");
      server.later(Duration.ofMinutes(90));
      next(lines(admin.follow("/approvals/news")), "data:");
      server.later(Duration.ofMinutes(40));
      assertThat(admin.follow("/approvals/news").statusCode()).isEqualTo(401);
    }
  }
}
