package dev.bulwark.server.metrics;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/// Counts and times every request by the handler's template, the method and the status.
///
/// What matched no handler is `none`, and a method that HTTP does not know is `OTHER`: a stranger
/// makes no new series.
public final class Requests extends OncePerRequestFilter {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private final LongSupplier nanoTime;
  private final AtomicInteger running = new AtomicInteger();
  private final Map<Series, Histogram> times = new ConcurrentHashMap<>();

  private record Series(String handler, String method, int status) {}

  public Requests(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long began = nanoTime.getAsLong();
    running.incrementAndGet();
    int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    try {
      chain.doFilter(request, response);
      status = response.getStatus();
    } finally {
      running.decrementAndGet();
      times
          .computeIfAbsent(
              new Series(template(request), method(request), status), _ -> new Histogram())
          .record(nanoTime.getAsLong() - began);
    }
  }

  /// The handler's pattern, such as `/systems/{system}`; never the path that was asked for.
  public static String template(HttpServletRequest request) {
    Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
    return pattern == null ? "none" : pattern.toString();
  }

  /// The method, as far as HTTP knows it.
  public static String method(HttpServletRequest request) {
    return METHODS.contains(request.getMethod()) ? request.getMethod() : "OTHER";
  }

  void tell(Exposition page) {
    page.add(
        "bulwark_http_requests_running", "gauge", "Requests being answered now.", running.get());
    times.forEach(
        (series, histogram) ->
            page.add(
                "bulwark_http_request_seconds",
                "How long requests took, by the handler's template.",
                histogram.take(),
                "handler",
                series.handler(),
                "method",
                series.method(),
                "status",
                Integer.toString(series.status())));
  }
}
