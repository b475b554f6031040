package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What keeps a server from starting is said in a line.
final class StartTest {
  private static final InstantSource CLOCK = Instant::now;

  @TempDir private Path home;

  private static Server start(Path home, int port, InstantSource clock) {
    return Server.start(
        new ServerConfig(home, "localhost", port, ServerConfig.embedded(home)),
        clock,
        System::nanoTime);
  }

  private static void refused(Path home, int port, InstantSource clock, String why) {
    assertThatThrownBy(() -> start(home, port, clock).close())
        .isInstanceOfSatisfying(
            ServerFault.class, e -> assertThat(e.type()).isEqualTo(ServerFault.UNAVAILABLE))
        .hasMessageContaining(why);
  }

  @Test
  void aTakenPortIsSaidSo(@TempDir Path other) {
    try (Server first = start(home, 0, CLOCK)) {
      int port = Integer.parseInt(first.address().replaceAll(".*:", ""));
      refused(other, port, CLOCK, "taken");
    }
  }

  @Test
  void aFolderOthersCanLookIntoIsRefused() throws IOException {
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    refused(home, 0, CLOCK, "chmod 700");
  }

  @Test
  void anOldCertificateIsNotServed() {
    start(home, 0, CLOCK).close();
    refused(home, 0, () -> Instant.now().plusSeconds(400L * 86_400), "valid now");
  }

  @Test
  void theFirstLinkIsThereUntilSomebodyUsedIt() {
    String link;
    try (Server server = start(home, 0, CLOCK)) {
      link = server.firstLink().orElseThrow();
      Http.begin(server.address(), link, "ada");
      assertThat(server.firstLink()).isEmpty();
    }
    try (Server again = start(home, 0, CLOCK)) {
      assertThat(again.firstLink()).isEmpty();
      assertThat(new Http(again.address()).get(link.substring(link.indexOf("/begin"))).statusCode())
          .isEqualTo(404);
    }
  }
}
