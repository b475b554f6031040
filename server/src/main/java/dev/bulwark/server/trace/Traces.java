package dev.bulwark.server.trace;

import dev.bulwark.server.metrics.Requests;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.springframework.web.filter.OncePerRequestFilter;

/// One span a request: template, method, status and time; no path, name, address or header.
///
/// A `traceparent` that comes along is not followed: a stranger would choose what is recorded. A
/// receiver that is slow or gone costs spans, never a request.
public final class Traces extends OncePerRequestFilter {
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int MOST_WAITING = 2048;
  private static final int SERVER_ERROR = 500;
  private static final double HUNDRED = 100;

  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private Traces(SdkTracerProvider provider) {
    this.provider = provider;
    this.tracer = provider.get("dev.bulwark.server");
  }

  /// @param receiver of OTLP over HTTP; spans go to `v1/traces` below it
  /// @param authorization the header it wants
  /// @param percent how many of 100 requests
  public static Filter to(URI receiver, Optional<String> authorization, int percent) {
    String base = receiver.toString().replaceFirst("/+$", "");
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder().setEndpoint(base + "/v1/traces").setTimeout(PATIENCE);
    authorization.ifPresent(value -> exporter.addHeader("Authorization", value));
    return new Traces(
        SdkTracerProvider.builder()
            .setResource(
                Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "bulwark")))
            .setSampler(Sampler.traceIdRatioBased(percent / HUNDRED))
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter.build())
                    .setScheduleDelay(Duration.ofSeconds(1))
                    .setMaxQueueSize(MOST_WAITING)
                    .setExporterTimeout(PATIENCE)
                    .build())
            .build());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String method = Requests.method(request);
    Span span = tracer.spanBuilder(method).setNoParent().setSpanKind(SpanKind.SERVER).startSpan();
    int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    try {
      chain.doFilter(request, response);
      status = response.getStatus();
    } finally {
      String template = Requests.template(request);
      span.updateName(method + " " + template);
      span.setAttribute(METHOD, method);
      span.setAttribute(ROUTE, template);
      span.setAttribute(STATUS, (long) status);
      if (status >= SERVER_ERROR) {
        span.setStatus(StatusCode.ERROR);
      }
      span.end();
    }
  }

  /// Sends what is waiting, for some seconds at most.
  @Override
  public void destroy() {
    provider.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
