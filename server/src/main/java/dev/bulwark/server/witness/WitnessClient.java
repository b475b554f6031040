package dev.bulwark.server.witness;

import dev.bulwark.evidence.tlog.Checkpoint;
import dev.bulwark.evidence.tlog.TiledTree;
import dev.bulwark.evidence.tlog.WitnessRequest;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.project.remote.RemoteFault;
import dev.bulwark.project.remote.Trust;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;

/// Asks a witness by HTTPS. What it answers is not believed; the caller verifies it.
final class WitnessClient {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX_ANSWER = 1 << 16;
  private static final int OK = 200;
  private static final int OTHER_SIZE = 409;

  private final URI base;
  private final HttpClient client;

  WitnessClient(URI base, Trust trust) {
    if (!"https".equals(base.getScheme()) || base.getHost() == null) {
      throw new RemoteFault(
          RemoteFault.REFUSED,
          "expected the address of a witness such as https://host:8444, found " + base);
    }
    this.base = base;
    try {
      this.client = trust.client(PATIENCE);
    } catch (GeneralSecurityException | IOException e) {
      throw new RemoteFault(RemoteFault.NOT_TRUSTED, "expected certificates that can be read", e);
    }
  }

  /// @return the witness's lines, unverified
  Bytes add(TiledTree tree, Checkpoint checkpoint) {
    Answer first = send(tree, checkpoint, 0);
    if (first.status() != OTHER_SIZE) {
      return lines(first);
    }
    long older = size(first.body());
    if (older > checkpoint.size()) {
      throw new RemoteFault(
          RemoteFault.REFUSED,
          "expected a witness that has seen at most %d entries, found one that signed %d: this ledger was rolled back, or is a copy"
              .formatted(checkpoint.size(), older));
    }
    return lines(send(tree, checkpoint, older));
  }

  private record Answer(int status, Bytes body) {}

  private Answer send(TiledTree tree, Checkpoint checkpoint, long older) {
    Bytes body =
        new WitnessRequest(older, tree.proveConsistency(older).path(), checkpoint.note()).render();
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(base.toString().replaceAll("/+$", "") + "/add-checkpoint"))
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.toArray()))
            .build();
    try {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream in = answer.body()) {
        return new Answer(answer.statusCode(), Bytes.of(in.readNBytes(MAX_ANSWER)));
      }
    } catch (IOException e) {
      throw new RemoteFault(
          RemoteFault.UNREACHABLE,
          "expected an answer of the witness at %s, found: %s; look at the address and --fingerprint"
              .formatted(base, e.getClass().getSimpleName()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RemoteFault(RemoteFault.UNREACHABLE, "interrupted while waiting", e);
    }
  }

  private static long size(Bytes body) {
    try {
      return Long.parseLong(body.utf8().strip());
    } catch (NumberFormatException e) {
      throw new RemoteFault(
          RemoteFault.FAILED, "expected the size the witness signed, found another text", e);
    }
  }

  private Bytes lines(Answer answer) {
    return switch (answer.status()) {
      case OK -> answer.body();
      case 403 -> throw refused("a checkpoint by keys it knows for this ledger", "others");
      case 404 -> throw refused("a ledger it knows; add its vkeys there with --ledger", "this one");
      case OTHER_SIZE, 422 ->
          throw refused(
              "a ledger that only grew since it last signed",
              "another history: this ledger was rewritten");
      default -> throw refused("a request it understands", "status " + answer.status());
    };
  }

  private RemoteFault refused(String expected, String found) {
    return new RemoteFault(
        RemoteFault.REFUSED,
        "the witness at %s expected %s, found %s".formatted(base, expected, found));
  }
}
