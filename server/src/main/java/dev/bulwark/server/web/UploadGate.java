package dev.bulwark.server.web;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Access;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// Stands before a form with a file is read: looking for the form's mark reads all of it, so only
/// people who may send it get that far, only at the addresses that take files, and few at a time.
final class UploadGate extends OncePerRequestFilter {
  private static final Pattern TAKES_FILES =
      Pattern.compile("/systems(/(?<system>[a-z0-9-]+)/files)?");
  private static final int AT_ONCE = 4;

  private final Semaphore places = new Semaphore(AT_ONCE);
  private final Callers callers;
  private final HandlerExceptionResolver problems;

  UploadGate(Callers callers, HandlerExceptionResolver problems) {
    this.callers = callers;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!isForm(request)) {
      chain.doFilter(request, response);
    } else if (!TAKES_FILES.matcher(request.getRequestURI()).matches()) {
      refuse(request, response, new ServerFault(ServerFault.NOT_THERE, "no file is taken here"));
    } else {
      Optional<ServerFault> no = no(request);
      if (no.isPresent()) {
        refuse(request, response, no.get());
      } else {
        take(request, response, chain);
      }
    }
  }

  /// Why somebody may not send a file there; the same that the page behind says.
  private Optional<ServerFault> no(HttpServletRequest request) {
    Matcher path = TAKES_FILES.matcher(request.getRequestURI());
    Optional<String> system =
        path.matches() ? Optional.ofNullable(path.group("system")) : Optional.empty();
    Action action = system.isPresent() ? Action.REPLACE_FILES : Action.ADD_SYSTEM;
    Caller caller = callers.of(request);
    Access.Answer answer =
        caller instanceof Caller.Program
            ? Access.Answer.WHO_ARE_YOU
            : Access.decide(caller, action, system);
    return switch (answer) {
      case YES -> Optional.empty();
      case WHO_ARE_YOU ->
          Optional.of(
              new ServerFault(
                  ServerFault.WHO_ARE_YOU, "expected somebody signed in, found nobody; sign in"));
      case NO ->
          Optional.of(
              new ServerFault(
                  ServerFault.NOT_ALLOWED,
                  "expected a role that may %s, found none".formatted(action.word())));
      case NOT_THERE ->
          Optional.of(new ServerFault(ServerFault.NOT_THERE, "there is nothing at this address"));
    };
  }

  private void take(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!places.tryAcquire()) {
      refuse(
          request,
          response,
          new ServerFault(
              ServerFault.BUSY,
              "expected at most %d files to come side by side, found more; try again"
                  .formatted(AT_ONCE)));
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      places.release();
    }
  }

  private static boolean isForm(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null && type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/");
  }

  private void refuse(HttpServletRequest request, HttpServletResponse response, ServerFault fault) {
    problems.resolveException(request, response, null, fault);
  }
}
