package dev.bulwark.server.web;

import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.kernel.fault.ProblemType;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.store.StoreFault;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.seal.SealFault;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.console.Frame;
import dev.bulwark.server.console.Pages;
import dev.bulwark.server.console.ProblemPage;
import dev.bulwark.server.sql.Database;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/// Whatever goes wrong, as a problem document (RFC 9457) for programs and as a page for people. No
/// trace, no path, no secret leaves the server; a defect of ours is told apart by a number that is
/// also in the log.
@ControllerAdvice
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
  private static final ProblemType DEFECT =
      new ProblemType("defect", "A defect in Bulwark", 500, ProblemType.Exit.ERROR);

  private static final String RETRY_SECONDS = "5";

  private final Pages pages;
  private final Callers callers;
  private final List<Dialect> dialects;

  public Problems(Pages pages, Callers callers, List<Dialect> dialects) {
    this.pages = pages;
    this.callers = callers;
    this.dialects = List.copyOf(dialects);
  }

  @ExceptionHandler(Fault.class)
  ResponseEntity<byte[]> fault(Fault fault, HttpServletRequest request) {
    if (!(fault instanceof ServerFault)) {
      LOG.atWarn()
          .addKeyValue("event", "request.fault")
          .addKeyValue("slug", fault.type().slug())
          .log();
    }
    return answer(fault.type(), tellable(fault), request);
  }

  /// What a browser may be told of a fault: our own messages and those about versions. Others name
  /// files of this machine or people.
  public static String tellable(Fault fault) {
    boolean ours =
        fault instanceof ServerFault
            || fault instanceof RegistryFault
            || fault instanceof SealFault;
    return ours
        ? String.valueOf(fault.getMessage())
        : fault.type().title() + "; whoever runs the server can say more";
  }

  @ExceptionHandler(TypeMismatchException.class)
  ResponseEntity<byte[]> mismatch(TypeMismatchException e, HttpServletRequest request) {
    return answer(
        ServerFault.INVALID,
        "expected another kind of value for %s, such as a number; found something else"
            .formatted(e.getPropertyName() == null ? "a parameter" : e.getPropertyName()),
        request);
  }

  /// What the framework refuses before a handler is reached: wrong method, type, size, parameter.
  @ExceptionHandler(Exception.class)
  ResponseEntity<byte[]> other(Exception e, HttpServletRequest request) {
    if (e instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
      int status = known.getStatusCode().value();
      ProblemType type =
          status == HttpStatus.NOT_FOUND.value()
              ? ServerFault.NOT_THERE
              : new ProblemType(
                  ServerFault.INVALID.slug(),
                  ServerFault.INVALID.title(),
                  status,
                  ProblemType.Exit.USAGE);
      return answer(
          type,
          status == HttpStatus.NOT_FOUND.value()
              ? "there is nothing at this address"
              : String.valueOf(known.getBody().getDetail()),
          request);
    }
    if (Database.isAway(e)) {
      LOG.atWarn().addKeyValue("event", "database.away").log();
      return answer(
          StoreFault.UNAVAILABLE,
          "expected the server's database to answer, found that it does not; try again",
          request);
    }
    String number = Integer.toHexString(System.identityHashCode(e));
    LOG.atError()
        .setCause(e)
        .addKeyValue("event", "request.defect")
        .addKeyValue("number", number)
        .log();
    return answer(
        DEFECT, "something went wrong on our side; the log has it under " + number, request);
  }

  private ResponseEntity<byte[]> answer(
      ProblemType type, String detail, HttpServletRequest request) {
    for (Dialect dialect : dialects) {
      if (dialect.isSpokenAt(request.getRequestURI())) {
        return dialect.answer(type, detail);
      }
    }
    return wantsPage(request)
        ? page(type, detail, request)
        : later(ResponseEntity.status(type.httpStatus()), type.httpStatus())
            .contentType(MediaType.APPLICATION_PROBLEM_JSON)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .body(document(type, detail).getBytes(StandardCharsets.UTF_8));
  }

  /// What may go well in a moment says when to come again.
  private static ResponseEntity.BodyBuilder later(ResponseEntity.BodyBuilder answer, int status) {
    return status == HttpStatus.SERVICE_UNAVAILABLE.value()
        ? answer.header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
        : answer;
  }

  private ResponseEntity<byte[]> page(ProblemType type, String detail, HttpServletRequest request) {
    if (type.slug().equals(ServerFault.WHO_ARE_YOU.slug()) && request.getMethod().equals("GET")) {
      return ResponseEntity.status(HttpStatus.SEE_OTHER)
          .header(HttpHeaders.LOCATION, "/sign-in")
          .build();
    }
    return pages.answer(
        HttpStatus.valueOf(type.httpStatus()),
        "problem",
        new ProblemPage(type.title(), detail, type.slug()),
        frame(request, type.title()));
  }

  /// Who asks is not known while the database is away.
  private Frame frame(HttpServletRequest request, String title) {
    try {
      return pages.frame(callers.of(request), request, title);
    } catch (RuntimeException e) {
      if (!Database.isAway(e)) {
        throw e;
      }
      return pages.frame(new Caller.Nobody(), request, title);
    }
  }

  private static String document(ProblemType type, String detail) {
    return Json.object()
        .put("type", "https://bulwark.dev/problem/" + type.slug())
        .put("title", type.title())
        .put("status", type.httpStatus())
        .put("detail", detail)
        .build()
        .canonical();
  }

  private static boolean wantsPage(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    return !request.getRequestURI().startsWith("/api/")
        && accept != null
        && accept.contains("text/html");
  }
}
