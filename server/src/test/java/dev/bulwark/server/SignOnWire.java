package dev.bulwark.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import no.nav.security.mock.oauth2.MockOAuth2Server;

/// Between a server and its provider of single sign-on: passes everything on, and changes the
/// token's answer on its way as a test says.
final class SignOnWire implements AutoCloseable {
  private final HttpServer http;
  private final HttpClient client = HttpClient.newHttpClient();
  volatile UnaryOperator<String> tokenAnswer = UnaryOperator.identity();
  volatile boolean cut;

  SignOnWire(MockOAuth2Server provider) throws IOException {
    http = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    http.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (cut) {
              return;
            }
            byte[] body = exchange.getRequestBody().readAllBytes();
            HttpRequest.Builder request =
                HttpRequest.newBuilder(
                        URI.create(
                            "http://localhost:%d%s"
                                .formatted(
                                    provider.baseUrl().port(),
                                    exchange.getRequestURI().toString())))
                    .method(
                        exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
            exchange
                .getRequestHeaders()
                .forEach(
                    (name, values) -> {
                      if (List.of("content-type", "authorization", "accept")
                          .contains(name.toLowerCase())) {
                        request.header(name, values.getFirst());
                      }
                    });
            HttpResponse<String> answer =
                client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            String text =
                answer.body().replace("localhost:" + provider.baseUrl().port(), address());
            if (exchange.getRequestURI().getPath().endsWith("/token")) {
              text = tokenAnswer.apply(text);
            }
            answer
                .headers()
                .firstValue("content-type")
                .ifPresent(type -> exchange.getResponseHeaders().set("content-type", type));
            answer
                .headers()
                .firstValue("location")
                .ifPresent(to -> exchange.getResponseHeaders().set("location", to));
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                answer.statusCode(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    http.setExecutor(java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor());
    http.start();
  }

  String address() {
    return "localhost:" + http.getAddress().getPort();
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
