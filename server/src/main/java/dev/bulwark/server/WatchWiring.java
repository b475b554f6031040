package dev.bulwark.server;

import dev.bulwark.project.Shell;
import dev.bulwark.server.config.Configuration;
import dev.bulwark.server.config.Settings;
import dev.bulwark.server.metrics.MetricsPage;
import dev.bulwark.server.metrics.Requests;
import dev.bulwark.server.metrics.SystemFigures;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.trace.Traces;
import jakarta.servlet.Filter;
import java.time.InstantSource;
import java.util.Optional;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/// What a server tells those who watch it: metrics, traces.
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
class WatchWiring {
  @Bean
  Requests requests(Shell shell) {
    return new Requests(shell.nanoTime());
  }

  /// Before everything else, so that what is refused is counted too.
  @Bean
  FilterRegistrationBean<Requests> countRequests(Requests requests) {
    FilterRegistrationBean<Requests> registration = new FilterRegistrationBean<>(requests);
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return registration;
  }

  /// Names nothing of the tracing library, so that it is not loaded where no receiver is set.
  @Bean
  FilterRegistrationBean<Filter> traces(ServerConfig config) {
    Configuration settings = config.settings();
    FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>();
    Optional<Filter> filter =
        settings
            .find(Settings.TRACES)
            .map(
                receiver ->
                    Traces.to(
                        receiver,
                        settings.secret(Settings.TRACES_AUTHORIZATION),
                        settings.value(Settings.TRACES_PERCENT)));
    registration.setFilter(
        filter.orElseGet(() -> (request, response, chain) -> chain.doFilter(request, response)));
    registration.setName("traces");
    registration.setEnabled(filter.isPresent());
    registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
    return registration;
  }

  @Bean
  MetricsPage metrics(
      ServerConfig config,
      Requests requests,
      Projects projects,
      ProjectDesk desk,
      InstantSource clock) {
    Configuration settings = config.settings();
    return new MetricsPage(
        new MetricsPage.Door(
            settings.secret(Settings.METRICS_TOKEN), settings.value(Settings.METRICS_LOOPBACK)),
        requests,
        new SystemFigures(projects, desk, clock));
  }
}
