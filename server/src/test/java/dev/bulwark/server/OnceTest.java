package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys that make a request count once, and tags that spare an answer.
final class OnceTest {
  private static final String AT = "/api/v1/systems/" + Delivered.SYSTEM;

  @TempDir private static Path home;
  private static Delivered delivered;

  @BeforeAll
  static void start() {
    delivered = Delivered.in(home);
  }

  @AfterAll
  static void stop() {
    delivered.close();
  }

  private static HttpResponse<String> check(String key, String... headers) {
    String[] all = new String[headers.length + 2];
    all[0] = "Idempotency-Key";
    all[1] = key;
    System.arraycopy(headers, 0, all, 2, headers.length);
    return delivered.send("POST", AT + "/checks", new byte[0], all);
  }

  private static String tag(String path) {
    return delivered.get(path).headers().firstValue("ETag").orElseThrow();
  }

  @Test
  void theSameKeyDoesTheWorkOnce() {
    HttpResponse<String> first = check("once-1");
    assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
    String ledger = tag(AT + "/evidence");
    HttpResponse<String> again = check("once-1");
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.headers().firstValue("Idempotent-Replayed")).contains("true");
    assertThat(tag(AT + "/evidence")).isEqualTo(ledger);
    HttpResponse<String> other =
        delivered.send(
            "POST",
            AT + "/checks",
            "other".getBytes(java.nio.charset.StandardCharsets.UTF_8),
            "Idempotency-Key",
            "once-1");
    assertThat(other.statusCode()).isEqualTo(422);
    assertThat(other.body()).contains("idempotency-key-reused");
    assertThat(check("k".repeat(201)).statusCode()).isEqualTo(400);
  }

  @Test
  void aFailedRequestDoesNotUseItsKeyUp() {
    HttpResponse<String> refused = check("once-2", "If-Match", "\"0000\"");
    assertThat(refused.statusCode()).isEqualTo(412);
    assertThat(check("once-2").statusCode()).isEqualTo(200);
  }

  @Test
  void whatIsKnownIsNotSentAgain() {
    for (String path : new String[] {"/api/v1/systems", AT, AT + "/status", AT + "/evidence"}) {
      String tag = tag(path);
      HttpResponse<String> again =
          delivered.wire().send(delivered.to(path).header("If-None-Match", tag).GET().build());
      assertThat(again.statusCode()).as(path).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(
              delivered
                  .wire()
                  .send(delivered.to(path).header("If-None-Match", "\"x\"").GET().build())
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aChangeIsMadeToTheLedgerOneSaw() {
    String seen = tag(AT + "/evidence");
    assertThat(check("once-3", "If-Match", seen).statusCode()).isEqualTo(200);
    assertThat(check("once-4", "If-Match", seen).statusCode()).isEqualTo(412);
  }

  /// The comparison is made where no other writer comes in between.
  @Test
  void ofThoseWhoSawTheSameLedgerOneChangesIt() throws Exception {
    String seen = tag(AT + "/evidence");
    List<Callable<Integer>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String key = "side-by-side-" + i;
      all.add(() -> check(key, "If-Match", seen).statusCode());
    }
    List<Integer> answers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Integer> each : threads.invokeAll(all)) {
        answers.add(each.get());
      }
    }
    assertThat(answers).containsExactlyInAnyOrder(200, 412, 412, 412);
  }

  @Test
  void anAcceptThatIsNoListOfMediaTypesIsTheCallersFault() {
    for (String accept : List.of("foo", "a/b/c", ";")) {
      HttpResponse<String> answer =
          delivered.wire().send(delivered.to(AT).header("Accept", accept).GET().build());
      assertThat(answer.statusCode()).as(accept).isIn(400, 406);
    }
  }
}
