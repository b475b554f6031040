package dev.bulwark.server.web;

import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Access;
import dev.bulwark.server.access.Needs;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.resource.ResourceHttpRequestHandler;

/// Stands before every handler and asks {@link Access}. A handler that names no action is refused,
/// whoever asks.
final class AccessGuard implements HandlerInterceptor {
  private final Callers callers;

  AccessGuard(Callers callers) {
    this.callers = callers;
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof ResourceHttpRequestHandler) {
      return true;
    }
    Needs needs =
        handler instanceof HandlerMethod method ? method.getMethodAnnotation(Needs.class) : null;
    if (needs == null) {
      throw new ServerFault(ServerFault.NOT_THERE, "there is nothing at this address");
    }
    return switch (Access.decide(callers.of(request), needs.value(), system(request))) {
      case YES -> true;
      case WHO_ARE_YOU ->
          throw new ServerFault(
              ServerFault.WHO_ARE_YOU, "expected somebody signed in, found nobody; sign in");
      case NO ->
          throw new ServerFault(
              ServerFault.NOT_ALLOWED,
              "expected a role that may %s, found none of yours; ask an administrator"
                  .formatted(needs.value().word()));
      case NOT_THERE ->
          throw new ServerFault(ServerFault.NOT_THERE, "there is nothing at this address");
    };
  }

  private static Optional<String> system(HttpServletRequest request) {
    return request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE)
            instanceof Map<?, ?> variables
        ? Optional.ofNullable((String) variables.get("system"))
        : Optional.empty();
  }
}
