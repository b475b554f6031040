package dev.bulwark.server.web;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.disk.FreeRoom;
import dev.bulwark.server.project.Places;
import jakarta.servlet.DispatcherType;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/// What stands between the network and a handler: headers, forged requests, access.
///
/// Spring Security gives headers and the CSRF tokens; who may do what is {@link
/// dev.bulwark.server.access.Access}'s to say, behind {@link AccessGuard}.
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
public class WebSecurity implements WebMvcConfigurer {
  private static final int ASSETS_SECONDS = 3600;

  private final Callers callers;
  private final Incoming incoming;

  /// @param incoming what forms with files may take
  public WebSecurity(Callers callers, Incoming incoming) {
    this.callers = callers;
    this.incoming = incoming;
  }

  /// What forms with files may take.
  ///
  /// @param places shared with programs that send the same
  /// @param room where a form lies while it comes
  /// @param most of one form
  public record Incoming(Places places, FreeRoom room, ByteSize most) {}

  @Bean
  SecurityFilterChain chain(
      HttpSecurity http, @Qualifier("handlerExceptionResolver") HandlerExceptionResolver problems)
      throws Exception {
    CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
    tokens.setCookieName(Callers.FORM_COOKIE);
    tokens.setCookiePath("/");
    tokens.setCookieCustomizer(
        cookie -> cookie.secure(true).httpOnly(true).sameSite("Strict").path("/"));
    Headers.on(http);
    return http.addFilterBefore(new UploadGate(callers, incoming, problems), CsrfFilter.class)
        .csrf(
            csrf ->
                csrf.csrfTokenRepository(tokens)
                    .csrfTokenRequestHandler(new XorCsrfTokenRequestAttributeHandler())
                    .ignoringRequestMatchers(Callers::isProgram))
        .authorizeHttpRequests(
            requests ->
                requests
                    .dispatcherTypeMatchers(DispatcherType.ERROR)
                    .permitAll()
                    .anyRequest()
                    .permitAll())
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .requestCache(cache -> cache.disable())
        .formLogin(form -> form.disable())
        .httpBasic(basic -> basic.disable())
        .logout(logout -> logout.disable())
        .anonymous(anonymous -> anonymous.disable())
        .exceptionHandling(
            handling ->
                handling.accessDeniedHandler(
                    (request, response, _) ->
                        problems.resolveException(request, response, null, forged())))
        .build();
  }

  private static ServerFault forged() {
    return new ServerFault(
        ServerFault.NOT_ALLOWED,
        "expected a form that this server made for you, found one without its mark; load the page"
            + " again");
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(new AccessGuard(callers));
  }

  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/assets/**")
        .addResourceLocations("classpath:/dev/bulwark/server/assets/")
        .setCachePeriod(ASSETS_SECONDS);
  }
}
