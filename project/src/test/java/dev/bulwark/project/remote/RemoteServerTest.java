package dev.bulwark.project.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that answers for ever keeps nobody.
class RemoteServerTest {
  private static final char[] PASSWORD = "password".toCharArray();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpsServer host;
  private X509Certificate certificate;

  @BeforeEach
  void begin(@TempDir Path folder) throws Exception {
    KeyStore keys = keys(folder.resolve("server.p12"));
    certificate = (X509Certificate) keys.getCertificate("server");
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(managers.getKeyManagers(), null, null);
    host = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    host.setHttpsConfigurator(new HttpsConfigurator(context));
    host.setExecutor(threads);
    host.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    host.stop(0);
    threads.shutdownNow();
  }

  private static KeyStore keys(Path file)
      throws IOException, InterruptedException, GeneralSecurityException {
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=server",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private RemoteServer server(Duration patience, HttpHandler answer) throws Exception {
    host.createContext("/", answer);
    URI address = URI.create("https://localhost:" + host.getAddress().getPort());
    return new RemoteServer(
        new Login(address, "bulwark_x", Trust.Pinned.parse(Trust.fingerprint(certificate))),
        patience);
  }

  @Test
  void anAnswerThatDoesNotEndIsGivenUp() throws Exception {
    RemoteServer server =
        server(
            Duration.ofMillis(900),
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write('{');
              exchange.getResponseBody().flush();
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    assertTimeoutPreemptively(
        Duration.ofSeconds(30),
        () ->
            assertThatThrownBy(() -> server.get("/", "application/json"))
                .isInstanceOf(RemoteFault.class)
                .hasMessageContaining("HttpTimeoutException"));
  }

  @Test
  void anAnswerInTimeIsReadToItsEnd() throws Exception {
    RemoteServer server =
        server(
            Duration.ofMinutes(1),
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              exchange
                  .getResponseBody()
                  .write("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
              exchange.close();
            });
    assertThat(server.get("/", "application/json").body()).isEqualTo("{}");
  }
}
