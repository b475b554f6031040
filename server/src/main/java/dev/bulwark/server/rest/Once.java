package dev.bulwark.server.rest;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.memo.Answers;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/// Does what a request with an `Idempotency-Key` asks once: sent again, it gets the answer of the
/// first. A key belongs to its caller and to one request; only answers that succeeded are kept.
public final class Once {
  private static final Logger LOG = LoggerFactory.getLogger(Once.class);

  static final ProblemType OTHER_REQUEST =
      new ProblemType(
          "idempotency-key-reused", "This key was sent with another request", 422, Exit.USAGE);
  static final ProblemType AT_WORK =
      new ProblemType(
          "request-at-work", "The first request of this key is at work", 409, Exit.USAGE);

  private static final String HEADER = "Idempotency-Key";
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final Duration TOUCH = Duration.ofMinutes(1);
  private static final int MOST_BODY = 1 << 20;

  private final Answers answers;
  private final Duration touch;

  public Once(Answers answers) {
    this(answers, TOUCH);
  }

  /// @param touch how often work says that it lasts
  Once(Answers answers, Duration touch) {
    this.answers = answers;
    this.touch = touch;
  }

  /// Refuses a key where the answer is not kept: whoever sent one would believe that it is.
  ///
  /// @throws ServerFault `input-invalid`
  static void refuse(HttpServletRequest request) {
    if (request.getHeader(HEADER) != null) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected no Idempotency-Key, found one; the answer holds a secret, which is not stored: list what is there before asking again");
    }
  }

  /// @param caller whose key it is
  /// @throws ServerFault `input-invalid`, `idempotency-key-reused`, `request-at-work`
  ResponseEntity<byte[]> answer(
      HttpServletRequest request, String caller, Supplier<ResponseEntity<byte[]>> work) {
    String key = request.getHeader(HEADER);
    if (key == null) {
      return work.get();
    }
    if (!KEY.matcher(key).matches()) {
      throw new ServerFault(
          ServerFault.INVALID,
          "expected an Idempotency-Key of 1 to 200 visible ASCII characters, found another");
    }
    return switch (answers.take(caller, key, digest(request))) {
      case Answers.Known.Taken(Answers.Claim claim) -> first(claim, work);
      case Answers.Known.Answered(Answers.Answer answer) -> again(answer);
      case Answers.Known.AtWork _ ->
          throw new ServerFault(
              AT_WORK, "expected to answer this once, found the first request still at work; wait");
      case Answers.Known.Other _ ->
          throw new ServerFault(
              OTHER_REQUEST,
              "expected the request this key was first sent with, found another; take a new key");
    };
  }

  ResponseEntity<byte[]> first(Answers.Claim claim, Supplier<ResponseEntity<byte[]>> work) {
    boolean kept = false;
    CountDownLatch ended = new CountDownLatch(1);
    Thread.startVirtualThread(() -> touch(claim, ended));
    try {
      ResponseEntity<byte[]> answer = work.get();
      answers.keep(
          claim,
          new Answers.Answer(
              answer.getStatusCode().value(),
              String.valueOf(answer.getHeaders().getContentType()),
              new String(Objects.requireNonNull(answer.getBody()), StandardCharsets.UTF_8)));
      kept = true;
      return answer;
    } finally {
      ended.countDown();
      if (!kept) {
        answers.release(claim);
      }
    }
  }

  private void touch(Answers.Claim claim, CountDownLatch ended) {
    try {
      while (!ended.await(touch.toMillis(), TimeUnit.MILLISECONDS)) {
        touch(claim);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// One that fails is made up for by the next.
  private void touch(Answers.Claim claim) {
    try {
      answers.touch(claim);
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).addKeyValue("event", "once.untouched").log();
    }
  }

  private static ResponseEntity<byte[]> again(Answers.Answer answer) {
    return ResponseEntity.status(answer.status())
        .contentType(MediaType.parseMediaType(answer.type()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("Idempotent-Replayed", "true")
        .body(answer.body().getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(HttpServletRequest request) {
    try {
      byte[] body = request.getInputStream().readNBytes(MOST_BODY + 1);
      if (body.length > MOST_BODY) {
        throw new ServerFault(ServerFault.INVALID, "expected a body of at most 1 MiB, found more");
      }
      String line =
          "%s %s?%s If-Match: %s\n"
              .formatted(
                  request.getMethod(),
                  request.getRequestURI(),
                  request.getQueryString(),
                  request.getHeader(HttpHeaders.IF_MATCH));
      return Digest.of(Bytes.concat(Bytes.utf8(line), Bytes.of(body))).hex();
    } catch (IOException e) {
      throw new ServerFault(
          ServerFault.INVALID, "expected to read the body to its end, found that it was cut", e);
    }
  }
}
