package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a server tells those who watch it, and what it does not tell.
final class WatchTest {
  private static final String TOKEN = "metrics-token-marker-4711";
  private static final String RECEIVER_SECRET = "Basic cmVjZWl2ZXItbWFya2Vy";
  private static final String PERSON = "ada.marker@example.org";
  private static final Pattern LINE =
      Pattern.compile("[a-z_]+(\\{([a-z]+=\"(\\\\.|[^\"\\\\])*\",?)+})? -?([0-9.E+-]+|\\+Inf|NaN)");

  /// A receiver of OTLP over HTTP.
  private static final class Receiver implements AutoCloseable {
    private final Queue<ExportTraceServiceRequest> taken = new ConcurrentLinkedQueue<>();
    private final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
    private final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    private final HttpServer http;

    Receiver() throws IOException {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      http.createContext(
          "/v1/traces",
          exchange -> {
            authorizations.add(
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            boolean zipped =
                "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            try (InputStream body =
                zipped
                    ? new GZIPInputStream(exchange.getRequestBody())
                    : exchange.getRequestBody()) {
              ExportTraceServiceRequest request = ExportTraceServiceRequest.parseFrom(body);
              taken.add(request);
              bodies.add(request.toString());
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      http.start();
    }

    String address() {
      return "http://localhost:" + http.getAddress().getPort();
    }

    List<Span> spans() {
      return taken.stream()
          .flatMap(request -> request.getResourceSpansList().stream())
          .flatMap(resource -> resource.getScopeSpansList().stream())
          .flatMap(scope -> scope.getSpansList().stream())
          .toList();
    }

    @Override
    public void close() {
      http.stop(0);
    }
  }

  @TempDir private static Path home;
  @TempDir private static Path secrets;
  private static Receiver receiver;
  private static RunningServer server;
  private static Http admin;

  @BeforeAll
  static void start() throws IOException {
    receiver = new Receiver();
    server =
        RunningServer.with(
            home,
            Map.of(
                "metrics.token", secret("metrics", TOKEN),
                "traces.endpoint", receiver.address(),
                "traces.authorization", secret("receiver", RECEIVER_SECRET)));
    admin = Http.begin(server.address(), server.firstLink(), PERSON);
    admin.submit("/systems", "/systems", "example", "credit-scoring");
    admin.get("/systems/credit-scoring?marker=query-marker");
    admin.get("/systems/system-marker");
    admin.get("/path-marker/x");
    admin.get("/begin?link=bulwark_link-marker");
    admin.send(
        admin
            .to("/sign-in")
            .method("MARKERMETHOD", Http.none())
            .header("User-Agent", "agent-marker")
            .build());
    admin.api("GET", "/api/v1/systems", "bulwark_token-marker");
  }

  @AfterAll
  static void stop() {
    server.close();
    receiver.close();
  }

  private static String secret(String name, String content) throws IOException {
    Path file = Files.writeString(secrets.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return "file:" + file;
  }

  private static HttpResponse<String> metrics(String token) {
    return new Http(server.address()).api("GET", "/metrics", token);
  }

  @Test
  void figuresAreThereInPrometheusOwnForm() {
    metrics(TOKEN);
    HttpResponse<String> answer = metrics(TOKEN);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    assertThat(answer.body().lines())
        .allSatisfy(
            line -> assertThat(line).matches(l -> l.startsWith("# ") || LINE.matcher(l).matches()));
    assertThat(answer.body())
        .contains(
            "bulwark_http_request_seconds_count{handler=\"/systems/{system}\",method=\"GET\",status=\"404\"}"
                + " ")
        .contains("handler=\"/systems\",method=\"GET\",status=\"200\"")
        .contains("handler=\"none\",method=\"OTHER\"")
        .contains("bulwark_gate_decisions_total{system=\"credit-scoring\",gate=\"")
        .contains("decision=\"deny\"}")
        .contains("bulwark_ledger_entries{system=\"credit-scoring\"} ")
        .contains("bulwark_ledger_checkpoint_age_seconds{system=\"credit-scoring\"} ")
        .contains("bulwark_ledger_readable{system=\"credit-scoring\"} 1")
        .contains("bulwark_open_findings{system=\"credit-scoring\",severity=\"critical\"} ")
        .contains("bulwark_writes_waiting 0");
  }

  @Test
  void bucketsGrowAndEndWithTheCount() {
    List<Long> buckets =
        metrics(TOKEN)
            .body()
            .lines()
            .filter(
                line ->
                    line.startsWith(
                            "bulwark_http_request_seconds_bucket{handler=\"/sign-in\",method=\"GET\"")
                        || line.startsWith(
                            "bulwark_http_request_seconds_bucket{handler=\"/systems\",method=\"POST\""))
            .map(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
            .toList();
    assertThat(buckets).hasSizeGreaterThanOrEqualTo(13).isSorted();
  }

  @Test
  void nothingOfWhoAskedForWhatIsALabelOrInASpan() throws InterruptedException {
    String page = metrics(TOKEN).body();
    waitForSpans("GET /systems/{system}");
    String spans = String.join("\n", receiver.bodies);
    assertThat(page + spans)
        .doesNotContainIgnoringCase("marker")
        .doesNotContain(PERSON)
        .doesNotContain(RunningServer.PASSWORD)
        .doesNotContain(home.toString());
  }

  @Test
  void spansReachTheReceiverByTemplate() throws InterruptedException {
    Span span = waitForSpans("POST /systems");
    Map<String, String> attributes =
        span.getAttributesList().stream()
            .collect(
                Collectors.toMap(
                    KeyValue::getKey,
                    each ->
                        each.getValue().hasIntValue()
                            ? Long.toString(each.getValue().getIntValue())
                            : each.getValue().getStringValue()));
    assertThat(attributes)
        .containsOnlyKeys("http.request.method", "http.route", "http.response.status_code")
        .containsEntry("http.route", "/systems");
    assertThat(span.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
    assertThat(span.getEndTimeUnixNano()).isGreaterThan(span.getStartTimeUnixNano());
    assertThat(receiver.authorizations).containsOnly(RECEIVER_SECRET);
  }

  @Test
  void aStrangersParentIsNotFollowed() throws InterruptedException {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    Http stranger = new Http(server.address());
    stranger.send(
        stranger
            .to("/health")
            .header("traceparent", "00-" + trace + "-00f067aa0ba902b7-01")
            .GET()
            .build());
    Span span = waitForSpans("GET /health");
    assertThat(span.getParentSpanId().isEmpty()).isTrue();
  }

  private static Span waitForSpans(String name) throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      var found = receiver.spans().stream().filter(span -> span.getName().equals(name)).findFirst();
      if (found.isPresent()) {
        return found.get();
      }
      Thread.sleep(Duration.ofMillis(100));
    }
    throw new AssertionError("no span " + name + " in " + receiver.spans());
  }

  @Test
  void theDoorIsShutUnlessTheTokenIsRight() {
    for (String wrong : List.of("", TOKEN + "x", TOKEN.substring(1), "bulwark_" + TOKEN)) {
      assertThat(metrics(wrong).statusCode()).as(wrong).isEqualTo(401);
    }
    assertThat(admin.get("/metrics").statusCode()).isIn(303, 401, 200);
    assertThat(admin.get("/metrics").body()).doesNotContain("bulwark_http");
  }

  @Test
  void withoutASettingThereIsNoPage(@TempDir Path other) {
    try (RunningServer quiet = RunningServer.in(other)) {
      assertThat(new Http(quiet.address()).api("GET", "/metrics", "").statusCode()).isEqualTo(404);
      assertThat(new Http(quiet.address()).api("GET", "/metrics", "x").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void aMachineIsItselfAndAProxyOnItIsNot(@TempDir Path other) {
    try (RunningServer local = RunningServer.with(other, Map.of("metrics.loopback", "true"))) {
      Http http = new Http(local.address());
      assertThat(http.api("GET", "/metrics", "").statusCode()).isEqualTo(200);
      for (String header : List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")) {
        assertThat(
                http.send(http.to("/metrics").header(header, "1.1 proxy").GET().build())
                    .statusCode())
            .as(header)
            .isEqualTo(401);
      }
    }
  }

  @Test
  void aReceiverThatIsGoneCostsNoRequest(@TempDir Path other) {
    try (RunningServer lonely =
        RunningServer.with(other, Map.of("traces.endpoint", "http://localhost:1"))) {
      long began = System.nanoTime();
      assertThat(new Http(lonely.address()).api("GET", "/health", "").statusCode()).isEqualTo(200);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(3));
    }
  }
}
