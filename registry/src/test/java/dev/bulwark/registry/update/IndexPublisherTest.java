package dev.bulwark.registry.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.Address;
import dev.bulwark.registry.channel.Source;
import dev.bulwark.registry.channel.Terms;
import dev.bulwark.registry.channel.Watch;
import dev.bulwark.registry.event.RegistryEvent.Verified.Result;
import dev.bulwark.testkit.Mangle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An index over real HTTPS, from honest and from hostile hosts.
class IndexPublisherTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String INDEX = "/models/index.json";

  @TempDir private Path folder = Path.of(".");
  private final HttpsHost host = HttpsHost.begin();

  @AfterEach
  void stop() {
    host.close();
  }

  private Path scratch() {
    return folder.resolve("scratch");
  }

  private IndexPublisher publisher(Address address) {
    return new IndexPublisher(address, "scorer", new Fetcher(PATIENCE), scratch());
  }

  private IndexPublisher publisher() {
    return publisher(host.address(INDEX));
  }

  /// Serves what lies in a release's folder, and the index that names it.
  private void serve(Path release) {
    List<Json> files = new ArrayList<>();
    for (Path file : files(release)) {
      Bytes content = read(file);
      String name = release.relativize(file).toString();
      host.answer("/models/" + release.getFileName() + "/" + name, content);
      files.add(file(name, content.size(), Digest.of(content).hex()));
    }
    index(files);
  }

  private void index(List<Json> files) {
    host.answer(
        INDEX,
        Bytes.utf8(
            Json.object()
                .put("format", "bulwark-releases/v1")
                .put("asset", "scorer")
                .put(
                    "releases",
                    Json.array(
                        List.of(
                            Json.object()
                                .put("number", "1.0")
                                .put("files", Json.array(files))
                                .build())))
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

  private Vendor vendor() {
    return new Vendor(folder.resolve("releases"));
  }

  private List<Did> pass(Vendor vendor, Address address) {
    Terms terms =
        vendor.terms(
            new Source.Index(address), List.of(), new Watch.Nobody(), Terms.OnFailedWatch.ROLLBACK);
    vendor.follow(terms);
    return vendor.pass(_ -> publisher(address));
  }

  @Test
  void aReleaseIsFetchedVerifiedAndMoved() {
    Vendor vendor = vendor();
    serve(vendor.release("1.0", "model 1"));
    assertThat(pass(vendor, host.address(INDEX)))
        .contains(new Did.Moved(new VersionId("scorer", 1), "staging", 1));
    assertThat(scratch()).doesNotExist();
  }

  @Test
  void anotherSignatureThanAPublishersIsRefused() {
    Vendor vendor = vendor();
    serve(vendor.release("1.0", Map.of("x.pkl", "model 1"), Vendor.STRANGER));
    assertThat(pass(vendor, host.address(INDEX)).toString()).contains("key-differs");
    assertThat(vendor.state().versions()).isEmpty();
    assertThat(scratch()).doesNotExist();
  }

  @Test
  void aHostNobodyVouchesForIsNotHeard() {
    serve(vendor().release("1.0", "model 1"));
    Address address = Address.of("https://localhost:" + host.port() + INDEX, "", false);
    assertThat(publisher(address).ask()).isInstanceOf(Publisher.Answer.Silent.class);
  }

  /// A host that answers a file otherwise than its index says.
  private record Trick(String name, String says, BiConsumer<HttpsHost, String> play) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Trick> tricks() {
    return Stream.of(
        new Trick(
            "other bytes",
            "found another",
            (host, path) -> host.answer(path, Bytes.utf8("model X"))),
        new Trick(
            "less bytes", "found another", (host, path) -> host.answer(path, Bytes.utf8("model"))),
        new Trick(
            "more bytes",
            "found more",
            (host, path) -> host.answer(path, Bytes.utf8("model 1 and more"))),
        new Trick(
            "bytes without end",
            "found more",
            (host, path) ->
                host.answer(
                    path,
                    exchange -> {
                      exchange.sendResponseHeaders(200, 0);
                      while (true) {
                        exchange.getResponseBody().write(new byte[1 << 16]);
                      }
                    })),
        new Trick(
            "nothing there",
            "the answer 404",
            (host, path) -> host.answer(path, exchange -> exchange.sendResponseHeaders(404, -1))),
        new Trick(
            "an error",
            "the answer 500",
            (host, path) -> host.answer(path, exchange -> exchange.sendResponseHeaders(500, -1))),
        new Trick(
            "a redirect to another host",
            "one to elsewhere",
            (host, path) ->
                host.answer(path, HttpsHost.redirect("https://127.0.0.1:" + host.port() + path))),
        new Trick(
            "a redirect to another port",
            "one to elsewhere",
            (host, path) -> host.answer(path, HttpsHost.redirect("https://localhost:1" + path))),
        new Trick(
            "a redirect to plain http",
            "one to elsewhere",
            (host, path) ->
                host.answer(path, HttpsHost.redirect("http://localhost:" + host.port() + path))),
        new Trick(
            "a redirect to a file",
            "one to elsewhere",
            (host, path) -> host.answer(path, HttpsHost.redirect("file:///etc/hostname"))),
        new Trick(
            "a redirect to rubbish",
            "one to nowhere",
            (host, path) -> host.answer(path, HttpsHost.redirect("::: :"))),
        new Trick(
            "redirects in a ring",
            "at most 3 redirects",
            (host, path) -> host.answer(path, HttpsHost.redirect(path))));
  }

  @ParameterizedTest
  @MethodSource("tricks")
  void aFileThatIsNotTheOneTheIndexNamesIsNotTaken(Trick trick) {
    Vendor vendor = vendor();
    serve(vendor.release("1.0", "model 1"));
    trick.play().accept(host, "/models/scorer-1.0/x.pkl");
    assertThat(pass(vendor, host.address(INDEX)).toString()).contains(trick.says());
    assertThat(vendor.state().versions()).isEmpty();
    assertThat(scratch()).doesNotExist();
  }

  @Test
  void aRedirectWithinTheHostIsFollowed() {
    Vendor vendor = vendor();
    serve(vendor.release("1.0", "model 1"));
    host.answer("/models/scorer-1.0/x.pkl", HttpsHost.redirect("/elsewhere"));
    host.answer("/elsewhere", Bytes.utf8("model 1"));
    assertThat(pass(vendor, host.address(INDEX)).toString()).contains("staging");
  }

  /// A byte a second is no answer.
  @Test
  void aSlowHostKeepsNobody() {
    host.answer(
        INDEX,
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          for (int i = 0; i < 600; i++) {
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            pause();
          }
        });
    Fetcher hasty = new Fetcher(Duration.ofMillis(700));
    assertThat(new IndexPublisher(host.address(INDEX), "scorer", hasty, scratch()).ask())
        .isInstanceOf(Publisher.Answer.Silent.class);
  }

  @Test
  void aHostThatSaysNothingKeepsNobody() {
    host.answer(
        INDEX,
        _ -> {
          for (int i = 0; i < 600; i++) {
            pause();
          }
        });
    Fetcher hasty = new Fetcher(Duration.ofMillis(700));
    assertThat(new IndexPublisher(host.address(INDEX), "scorer", hasty, scratch()).ask())
        .isInstanceOf(Publisher.Answer.Silent.class);
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void anIndexThatIsTooLargeIsNotRead() {
    host.answer(INDEX, Bytes.of(new byte[(1 << 20) + 1]));
    assertThat(publisher().ask())
        .isInstanceOfSatisfying(
            Publisher.Answer.Silent.class, silent -> assertThat(silent.why()).contains("more"));
  }

  @Test
  void plainHttpIsTakenOnlyByWhoSaidSo() {
    assertThatThrownBy(() -> Address.of("http://localhost/x", "", false))
        .isInstanceOf(RegistryFault.class)
        .hasMessageContaining("anybody on the way");
    try (HttpsHost plain = HttpsHost.plain()) {
      plain.answer(
          INDEX,
          Bytes.utf8("{\"format\":\"bulwark-releases/v1\",\"asset\":\"scorer\",\"releases\":[]}"));
      Address address = Address.of("http://localhost:" + plain.port() + INDEX, "", true);
      assertThat(publisher(address).ask()).isInstanceOf(Publisher.Answer.Offers.class);
    }
    for (String strange :
        List.of(
            "ftp://x/y",
            "file:///etc/passwd",
            "https://u:p@x/y",
            "https:///x",
            "x",
            "https://x/y#z",
            "https://[")) {
      assertThatThrownBy(() -> Address.of(strange, "", true))
          .as(strange)
          .isInstanceOf(RegistryFault.class);
    }
  }

  static Stream<String> hostileIndexes() {
    String sig = "{\"name\":\"model.sig\",\"size\":1,\"sha256\":\"" + "0".repeat(64) + "\"}";
    return Stream.of(
            "",
            "[]",
            "{}",
            "{\"format\":\"bulwark-releases/v2\",\"asset\":\"scorer\",\"releases\":[]}",
            "{\"format\":\"bulwark-releases/v1\",\"asset\":\"loan\",\"releases\":[]}",
            "{\"format\":\"bulwark-releases/v1\",\"asset\":\"scorer\",\"releases\":[],\"url\":\"x\"}",
            releases("latest", sig),
            releases("1.0", ""),
            releases("1.0", sig) + "x",
            "{\"format\":\"bulwark-releases/v1\",\"asset\":\"scorer\",\"releases\":["
                + release("1.0", sig)
                + ","
                + release("1.0", sig)
                + "]}",
            releases("1.0", sig + "," + sig),
            releases("1.0", sig + "," + named("MODEL.SIG")),
            releases("1.0", sig + "," + named("../x")),
            releases("1.0", sig + "," + named("a/../../x")),
            releases("1.0", sig + "," + named("/etc/passwd")),
            releases("1.0", sig + "," + named("a\\\\b")),
            releases("1.0", sig + "," + named("C:x")),
            releases("1.0", sig + "," + named("")),
            releases("1.0", sig + "," + named("a//b")),
            releases("1.0", sig + "," + named("a\\u0000b")),
            releases("1.0", sig + "," + named("x".repeat(2000))),
            releases("1.0", sig + "," + sized("-1")),
            releases("1.0", sig + "," + sized("1.5")),
            releases("1.0", sig + "," + sized("9007199254740991")),
            releases("1.0", sig + "," + sized("68719476736") + "," + sized("68719476736")),
            releases("1.0", sig + "," + "{\"name\":\"x\",\"size\":1,\"sha256\":\"0\"}"),
            releases(
                "1.0",
                sig
                    + ","
                    + "{\"name\":\"x\",\"size\":1,\"sha256\":\""
                    + "0".repeat(64)
                    + "\",\"url\":\"https://elsewhere\"}"))
        .map(text -> text);
  }

  private static String releases(String number, String files) {
    return "{\"format\":\"bulwark-releases/v1\",\"asset\":\"scorer\",\"releases\":["
        + release(number, files)
        + "]}";
  }

  private static String release(String number, String files) {
    return "{\"number\":\"" + number + "\",\"files\":[" + files + "]}";
  }

  private static String named(String name) {
    return "{\"name\":\"" + name + "\",\"size\":1,\"sha256\":\"" + "0".repeat(64) + "\"}";
  }

  private static String sized(String size) {
    return "{\"name\":\"x\",\"size\":" + size + ",\"sha256\":\"" + "0".repeat(64) + "\"}";
  }

  @ParameterizedTest
  @MethodSource("hostileIndexes")
  void aHostileIndexOffersNothing(String index) {
    host.answer(INDEX, Bytes.utf8(index));
    assertThat(publisher().ask()).isInstanceOf(Publisher.Answer.Silent.class);
    assertThat(scratch()).doesNotExist();
  }

  /// Without this, every index above could be refused for a reason of the test's own.
  @Test
  void anIndexOfTheSameShapeOffersItsRelease() {
    host.answer(INDEX, Bytes.utf8(releases("1.0", named("model.sig") + "," + named("a/b.bin"))));
    assertThat(publisher().ask())
        .isInstanceOfSatisfying(
            Publisher.Answer.Offers.class, offers -> assertThat(offers.offers()).hasSize(1));
  }

  @Test
  void aMangledIndexOrWordIsRefusedOrReadAndNothingElse() {
    Random random = new Random(9);
    byte[] index = Bytes.utf8(releases("1.0", named("model.sig"))).toArray();
    byte[] word =
        Bytes.utf8(
                "{\"environment\":\"staging\",\"generation\":2,\"result\":\"bad\",\"reason\":\"slow\"}")
            .toArray();
    for (int i = 0; i < 3_000; i++) {
      Bytes mangled = Bytes.of(Mangle.once(index, random));
      try {
        Index.parse(mangled, "scorer");
      } catch (RegistryFault fault) {
        assertThat(fault.type()).isEqualTo(RegistryFault.SOURCE_UNUSABLE);
      }
      assertThat(Word.parse(Bytes.of(Mangle.once(word, random)), "staging", 2)).isNotNull();
    }
  }

  @Test
  void aWordIsFetchedAndMustBeAboutThisGeneration() {
    host.answer(
        "/health",
        Bytes.utf8(
            "{\"environment\":\"staging\",\"generation\":2,\"result\":\"bad\",\"reason\":\"slow\"}"));
    Terms terms =
        vendor()
            .terms(
                new Source.Folder("x"),
                List.of(),
                new Watch.Ask(host.address("/health")),
                Terms.OnFailedWatch.ROLLBACK);
    WatchWords words = new WatchWords(new Fetcher(PATIENCE));
    assertThat(words.about(terms, "staging", 2)).isEqualTo(new Word.Said(Result.BAD, "slow"));
    assertThat(words.about(terms, "staging", 3)).isInstanceOf(Word.Unknown.class);
    assertThat(words.about(terms, "production", 2)).isInstanceOf(Word.Unknown.class);
    for (String odd :
        List.of(
            "",
            "{}",
            "{\"environment\":\"staging\",\"generation\":2,\"result\":\"fine\",\"reason\":\"\"}")) {
      host.answer("/health", Bytes.utf8(odd));
      assertThat(words.about(terms, "staging", 2)).as(odd).isInstanceOf(Word.Unknown.class);
    }
    host.answer("/health", Bytes.of(new byte[(64 << 10) + 1]));
    assertThat(words.about(terms, "staging", 2)).isInstanceOf(Word.Unknown.class);
    host.close();
    assertThat(words.about(terms, "staging", 2)).isInstanceOf(Word.Unknown.class);
  }

  @Test
  void aWordInAFileIsReadAndBounded() throws IOException {
    Path file = folder.resolve("word.json");
    Terms terms =
        vendor()
            .terms(
                new Source.Folder("x"),
                List.of(),
                new Watch.File(file.toString()),
                Terms.OnFailedWatch.ROLLBACK);
    WatchWords words = new WatchWords(new Fetcher(PATIENCE));
    assertThat(words.about(terms, "staging", 2)).isInstanceOf(Word.Unknown.class);
    Files.writeString(
        file,
        "{\"environment\":\"staging\",\"generation\":2,\"result\":\"good\",\"reason\":\"fine\"}");
    assertThat(words.about(terms, "staging", 2)).isEqualTo(new Word.Said(Result.GOOD, "fine"));
    Files.write(file, new byte[(64 << 10) + 1]);
    assertThat(words.about(terms, "staging", 2)).isInstanceOf(Word.Unknown.class);
  }
}
