package dev.bulwark.server.objects;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/// A real S3 server in a process of its own, with the bucket `bulwark`.
record S3Server(Process process, S3Client client) implements AutoCloseable {

  static S3Server start() throws IOException, InterruptedException {
    int port = freePort();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                "target/s3/s3mock.jar",
                "--com.adobe.testing.s3mock.http-port=" + port,
                "--server.port=0")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    S3Client client =
        S3Objects.client(URI.create("http://localhost:" + port), "us-east-1", "id", "secret");
    for (int i = 0; ; i++) {
      try {
        client.createBucket(ask -> ask.bucket("bulwark"));
        return new S3Server(process, client);
      } catch (SdkException e) {
        if (i == 120 || !process.isAlive()) {
          throw e;
        }
        Thread.sleep(500);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    client.close();
    process.destroyForcibly();
  }
}
