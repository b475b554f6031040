package dev.bulwark.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// Starts a server and looks at its door, so that the class cache made at build knows what a start
/// needs. Run by the launcher alone, in a folder that is thrown away.
final class Practice {
  private Practice() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Path home = Path.of(args[0]);
    ServerConfig config = new ServerConfig(home, "localhost", 0, ServerConfig.embedded(home));
    try (Server server = Server.start(config, InstantSource.system(), System::nanoTime);
        HttpClient client = HttpClient.newBuilder().sslContext(server.trust()).build()) {
      for (String address :
          new String[] {server.firstLink().orElseThrow(), server.address() + "/sign-in"}) {
        client.send(
            HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(30)).build(),
            HttpResponse.BodyHandlers.discarding());
      }
    }
  }
}
