package dev.bulwark.registry.update;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.channel.Address;
import dev.bulwark.registry.channel.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// An HTTPS host with an index of releases, and a private folder to fetch them to.
final class IndexHost implements AutoCloseable {
  static final String INDEX = "/models/index.json";

  final HttpsHost host = HttpsHost.begin();
  final Path folder;

  IndexHost(Path folder) {
    this.folder = folder;
  }

  Path scratch() {
    return folder.resolve("scratch");
  }

  Address address() {
    return host.address(INDEX);
  }

  Fetcher fetcher(Duration patience) {
    return fetcher(address(), patience);
  }

  static Fetcher fetcher(Address address, Duration patience) {
    return new Fetcher(address, patience, System::nanoTime);
  }

  IndexPublisher publisher(Fetcher fetcher) {
    return new IndexPublisher(fetcher, "scorer", scratch());
  }

  /// Serves what lies in releases' folders, and the index that names them.
  void serve(Path... releases) {
    index(
        Arrays.stream(releases)
            .map(
                release -> {
                  List<Json> files = new ArrayList<>();
                  for (Path file : files(release)) {
                    Bytes content = read(file);
                    String name = release.relativize(file).toString();
                    host.answer("/models/" + release.getFileName() + "/" + name, content);
                    files.add(file(name, content.size(), Digest.of(content).hex()));
                  }
                  return release(
                      release.getFileName().toString().substring("scorer-".length()), files);
                })
            .toList());
  }

  private static Json release(String number, List<Json> files) {
    return Json.object().put("number", number).put("files", Json.array(files)).build();
  }

  private void index(List<Json> releases) {
    host.answer(
        INDEX,
        Bytes.utf8(
            Json.object()
                .put("format", "bulwark-releases/v1")
                .put("asset", "scorer")
                .put("releases", Json.array(releases))
                .build()
                .canonical()));
  }

  private static Json file(String name, long size, String sha256) {
    return Json.object().put("name", name).put("size", size).put("sha256", sha256).build();
  }

  private static List<Path> files(Path release) {
    try (Stream<Path> all = Files.walk(release)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Bytes read(Path file) {
    try {
      return Bytes.of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Vendor vendor() {
    return new Vendor(folder.resolve("releases"));
  }

  /// A vendor that follows this index.
  Vendor following() {
    return vendor().follow(draft -> draft.source = new Source.Index(address()));
  }

  /// Counts how often a path that is served is asked for, from here on.
  AtomicInteger counting(String path) {
    AtomicInteger asked = new AtomicInteger();
    HttpsHost.Answer before = host.at(path);
    host.answer(
        path,
        exchange -> {
          asked.incrementAndGet();
          before.to(exchange);
        });
    return asked;
  }

  /// One run: fetches first, and then passes over what was fetched.
  List<Did> run(Vendor vendor) {
    return run(vendor, Duration.ofSeconds(20));
  }

  List<Did> run(Vendor vendor, Duration patience) {
    try (Fetcher fetcher = fetcher(patience)) {
      Publisher brought =
          Prefetched.of(publisher(fetcher), vendor.state().channel("vendor"), vendor.state());
      return vendor.pass(_ -> brought);
    } finally {
      PrivateFolder.remove(scratch());
    }
  }

  @Override
  public void close() {
    host.close();
  }
}
