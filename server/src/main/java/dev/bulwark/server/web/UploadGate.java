package dev.bulwark.server.web;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Caller;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/// Stands before a form with a file is read: looking for the form's mark reads all of it, so only
/// people who are signed in get that far, and only at the addresses that take files.
final class UploadGate extends OncePerRequestFilter {
  private static final Pattern TAKES_FILES = Pattern.compile("/systems(/[a-z0-9-]+/files)?");

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
    } else if (callers.of(request) instanceof Caller.Person) {
      chain.doFilter(request, response);
    } else {
      refuse(
          request,
          response,
          new ServerFault(
              ServerFault.WHO_ARE_YOU, "expected somebody signed in, found nobody; sign in"));
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
