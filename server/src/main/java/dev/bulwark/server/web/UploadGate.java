package dev.bulwark.server.web;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Access;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Caller;
import dev.bulwark.server.disk.FreeRoom;
import dev.bulwark.server.project.Places;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// Stands before a form with a file is read: looking for the form's mark reads all of it, so only
/// people who may send it get that far, only at the addresses that take files, few at a time and
/// each once, and only while the disk has room for all of it.
final class UploadGate extends OncePerRequestFilter {
  private static final Pattern TAKES_FILES =
      Pattern.compile("/systems(/(?<system>[a-z0-9-]+)/files)?");

  private final Callers callers;
  private final WebSecurity.Incoming incoming;
  private final HandlerExceptionResolver problems;

  UploadGate(Callers callers, WebSecurity.Incoming incoming, HandlerExceptionResolver problems) {
    this.callers = callers;
    this.incoming = incoming;
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
      Optional<? extends Exception> no = no(request);
      if (no.isPresent()) {
        refuse(request, response, no.get());
      } else {
        take(request, response, chain);
      }
    }
  }

  /// Why somebody may not send a file there; the same that the page behind says.
  private Optional<? extends Exception> no(HttpServletRequest request) {
    try {
      return refusal(request);
    } catch (RuntimeException e) {
      // Nobody can say who it is, such as while the database is away.
      return Optional.of(e);
    }
  }

  private Optional<ServerFault> refusal(HttpServletRequest request) {
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
    Entry entry;
    try {
      entry = entry(request);
    } catch (ServerFault e) {
      refuse(request, response, e);
      return;
    }
    try (entry) {
      chain.doFilter(request, response);
    }
  }

  private record Entry(Places.Place place, FreeRoom.Promise promise) implements AutoCloseable {
    @Override
    public void close() {
      promise.close();
      place.close();
    }
  }

  private Entry entry(HttpServletRequest request) {
    long size = request.getContentLengthLong();
    long most = incoming.most().bytes();
    Places.Place place = incoming.places().take(callers.person(request).name(), Duration.ZERO);
    try {
      // What does not say its size may be the largest there is.
      return new Entry(place, incoming.room().promise(size < 0 ? most : Math.min(size, most)));
    } catch (ServerFault e) {
      place.close();
      throw e;
    }
  }

  private static boolean isForm(HttpServletRequest request) {
    String type = request.getContentType();
    return type != null && type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/");
  }

  private void refuse(HttpServletRequest request, HttpServletResponse response, Exception fault) {
    problems.resolveException(request, response, null, fault);
  }
}
