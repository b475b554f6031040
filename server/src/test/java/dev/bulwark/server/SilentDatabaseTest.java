package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.server.replica.Postgres;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The database falls silent: its connections stay open, new ones are taken, and no byte comes.
/// Every request is told so in time, and the server goes on when the database does.
final class SilentDatabaseTest {
  private static final String SYSTEM = "credit-scoring";

  /// In the place of a minute.
  private static final int SILENCE_SECONDS = 3;

  /// A statement's silence, then one connection's proof of life and the wait for another.
  private static final Duration BOUND = Duration.ofSeconds(SILENCE_SECONDS + 5 + 10 + 7);

  @TempDir private Path home;

  private static String token(Http admin) {
    Matcher found =
        Pattern.compile("bulwark_[A-Za-z0-9_-]{43}")
            .matcher(
                admin
                    .submit(
                        "/account",
                        "/account/tokens",
                        "label",
                        "build",
                        "where",
                        "*",
                        "days",
                        "1",
                        "action",
                        "read-system",
                        "action",
                        "check-system")
                    .body());
    assertThat(found.find()).isTrue();
    return found.group();
  }

  private record Answer(int status, boolean isLater, Duration after) {}

  private static Answer timed(Callable<HttpResponse<String>> request) throws Exception {
    long begun = System.nanoTime();
    HttpResponse<String> answer = request.call();
    return new Answer(
        answer.statusCode(),
        answer.headers().firstValue("Retry-After").isPresent(),
        Duration.ofNanos(System.nanoTime() - begun));
  }

  private static void recovers(Callable<HttpResponse<String>> request) throws Exception {
    long until = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    HttpResponse<String> answer = request.call();
    while (answer.statusCode() == 503 && System.nanoTime() < until) {
      answer = request.call();
    }
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void requestsAreToldInTimeAndGoOnAfterwards() throws Exception {
    try (Postgres postgres = new Postgres()) {
      String url = postgres.schema();
      int port = URI.create(url.substring("jdbc:".length())).getPort();
      try (Silenced between = new Silenced(port)) {
        Map<String, String> settings =
            Map.of(
                "database",
                url.replace(":" + port + "/", ":" + between.port() + "/")
                    + "&socketTimeout="
                    + SILENCE_SECONDS,
                "replicas.enabled",
                "true",
                "replicas.lease",
                "2s",
                "replicas.wait",
                "2s");
        try (RunningServer server = RunningServer.with(home, settings)) {
          silenced(server, between);
        }
      }
    }
  }

  private static void silenced(RunningServer server, Silenced between) throws Exception {
    Http admin = Http.begin(server.address(), server.firstLink(), "root");
    admin.submit("/people", "/people/root/grant", "where", "*", "role", "owner");
    admin.submit("/systems", "/systems", "example", SYSTEM);
    String token = token(admin);
    Http http = new Http(server.address());
    Callable<HttpResponse<String>> read = () -> http.api("GET", "/api/v1/systems/" + SYSTEM, token);
    Callable<HttpResponse<String>> check =
        () -> http.api("POST", "/api/v1/systems/" + SYSTEM + "/checks", token);
    assertThat(read.call().statusCode()).isEqualTo(200);
    assertThat(check.call().statusCode()).isEqualTo(200);
    between.silent(true);
    List<Callable<Answer>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(() -> timed(read));
      all.add(() -> timed(check));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Answer> each : threads.invokeAll(all)) {
        told(each.get());
      }
    }
    told(timed(read));
    Answer page = timed(() -> admin.get("/systems"));
    assertThat(page.status()).isEqualTo(503);
    assertThat(page.after()).isLessThan(BOUND);
    between.silent(false);
    recovers(read);
    recovers(check);
    assertThat(admin.get("/systems").statusCode()).isEqualTo(200);
  }

  private static void told(Answer answer) {
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.isLater()).as("Retry-After").isTrue();
    assertThat(answer.after()).isLessThan(BOUND);
  }
}
