package dev.bulwark.server.oidc;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.bulwark.server.ServerFault;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.client.authentication.OAuth2LoginAuthenticationToken;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.authentication.OidcAuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.oidc.authentication.OidcIdTokenDecoderFactory;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationExchange;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationResponse;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.core.oidc.user.DefaultOidcUser;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.web.client.RestClient;

/// The issuer, as it describes itself (OpenID Connect Discovery 1.0), and the library that talks to
/// it: loaded when the first person signs in that way.
final class Issuer {
  static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int LARGEST = 256 * 1024;

  private final ClientRegistration registration;
  private final String redirect;
  private final boolean namesItself;
  private final OidcAuthorizationCodeAuthenticationProvider provider;

  private Issuer(ClientRegistration registration, String redirect, boolean namesItself) {
    this.registration = registration;
    this.redirect = redirect;
    this.namesItself = namesItself;
    RestClientAuthorizationCodeTokenResponseClient tokens =
        new RestClientAuthorizationCodeTokenResponseClient();
    tokens.setRestClient(client());
    this.provider =
        new OidcAuthorizationCodeAuthenticationProvider(
            tokens, request -> new DefaultOidcUser(Set.of(), request.getIdToken()));
    OidcIdTokenDecoderFactory decoders = new OidcIdTokenDecoderFactory();
    decoders.setJwsAlgorithmResolver(Issuer::algorithm);
    provider.setJwtDecoderFactory(decoders);
  }

  /// RS256, which every issuer has to have, or ES256 where it says it has that alone.
  private static SignatureAlgorithm algorithm(ClientRegistration registration) {
    Object listed =
        registration
            .getProviderDetails()
            .getConfigurationMetadata()
            .get("id_token_signing_alg_values_supported");
    return listed instanceof List<?> names && !names.contains("RS256") && names.contains("ES256")
        ? SignatureAlgorithm.ES256
        : SignatureAlgorithm.RS256;
  }

  private static RestClient client() {
    JdkClientHttpRequestFactory requests =
        new JdkClientHttpRequestFactory(HttpClient.newBuilder().connectTimeout(PATIENCE).build());
    requests.setReadTimeout(PATIENCE);
    return RestClient.builder()
        .requestFactory(requests)
        .configureMessageConverters(
            converters ->
                converters
                    .addCustomConverter(new FormHttpMessageConverter())
                    .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
        .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
        .build();
  }

  /// Asks the issuer who it is.
  ///
  /// @throws ServerFault `single-sign-on-away`
  static Issuer discover(SignOnConfig config, String redirect) {
    Map<String, Object> metadata = metadata(config.issuer());
    if (!config.issuer().equals(metadata.get("issuer"))) {
      throw away("the issuer %s itself, found another there".formatted(config.issuer()), null);
    }
    try {
      ClientRegistration registration =
          ClientRegistrations.fromOidcConfiguration(metadata)
              .registrationId("issuer")
              .clientId(config.clientId())
              .clientSecret(config.secret())
              .redirectUri(redirect)
              .scope("openid", "profile")
              .build();
      return new Issuer(
          registration,
          redirect,
          Boolean.TRUE.equals(metadata.get("authorization_response_iss_parameter_supported")));
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw away("a complete description of %s".formatted(config.issuer()), e);
    }
  }

  private static Map<String, Object> metadata(String issuer) {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration"))
                  .timeout(PATIENCE)
                  .build(),
              HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), LARGEST));
      if (answer.statusCode() != 200) {
        throw away("a description of %s".formatted(issuer), null);
      }
      return JSONObjectUtils.parse(
          new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
    } catch (IOException | ParseException e) {
      throw away("an answer of %s within ten seconds".formatted(issuer), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerFault(ServerFault.BUSY, "the server is stopping", e);
    }
  }

  private static ServerFault away(
      String expected, @org.jspecify.annotations.Nullable Throwable cause) {
    return new ServerFault(
        ServerFault.SIGN_ON_AWAY,
        "expected %s, found none; try again later, or sign in with a password or a passkey"
            .formatted(expected),
        cause);
  }

  /// Where the browser goes.
  String address(Flows.Flow flow) {
    return request(flow).getAuthorizationRequestUri();
  }

  private OAuth2AuthorizationRequest request(Flows.Flow flow) {
    return OAuth2AuthorizationRequest.authorizationCode()
        .authorizationUri(
            Objects.requireNonNull(registration.getProviderDetails().getAuthorizationUri()))
        .clientId(registration.getClientId())
        .redirectUri(redirect)
        .scopes(registration.getScopes())
        .state(flow.state())
        .additionalParameters(
            Map.of(
                OidcParameterNames.NONCE,
                Hashes.base64(flow.nonce()),
                "code_challenge",
                Hashes.base64(flow.verifier()),
                "code_challenge_method",
                "S256"))
        .attributes(
            attributes -> {
              attributes.put(OidcParameterNames.NONCE, flow.nonce());
              attributes.put("code_verifier", flow.verifier());
            })
        .build();
  }

  /// Exchanges the code and verifies the token: signature, issuer, audience, times, nonce.
  ///
  /// @param issuer what the answer says of who sent it (RFC 9207)
  /// @throws ServerFault `single-sign-on-refused`, `single-sign-on-away`
  OidcIdToken complete(Flows.Flow flow, String code, String state, Optional<String> issuer) {
    String own = registration.getProviderDetails().getIssuerUri();
    if (issuer.isEmpty() ? namesItself : !issuer.get().equals(own)) {
      throw SignOn.refused("an answer of the issuer that was asked");
    }
    OAuth2AuthorizationExchange exchange =
        new OAuth2AuthorizationExchange(
            request(flow),
            OAuth2AuthorizationResponse.success(code).redirectUri(redirect).state(state).build());
    try {
      OAuth2LoginAuthenticationToken signedIn =
          (OAuth2LoginAuthenticationToken)
              provider.authenticate(new OAuth2LoginAuthenticationToken(registration, exchange));
      if (signedIn == null || !(signedIn.getPrincipal() instanceof OidcUser user)) {
        throw SignOn.refused("a token of the issuer");
      }
      return user.getIdToken();
    } catch (AuthenticationServiceException e) {
      throw away("an answer of " + own, e);
    } catch (AuthenticationException e) {
      throw SignOn.refused("a token of the issuer that holds", e);
    } catch (org.springframework.security.oauth2.core.OAuth2AuthorizationException e) {
      throw SignOn.refused("a code the issuer accepts", e);
    }
  }
}
