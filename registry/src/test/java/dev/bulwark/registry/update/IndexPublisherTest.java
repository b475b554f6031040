package dev.bulwark.registry.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.Address;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// An index over real HTTPS, from honest and from hostile hosts.
class IndexPublisherTest {
  @AutoClose private final IndexHost index;

  IndexPublisherTest(@TempDir Path folder) {
    index = new IndexHost(folder);
  }

  @Test
  void aReleaseIsFetchedVerifiedAndMoved() {
    Vendor vendor = index.following();
    index.serve(vendor.release("1.0", "model 1"));
    assertThat(index.run(vendor)).contains(new Did.Moved(new VersionId("scorer", 1), "staging", 1));
  }

  /// It is told, and nothing about the source stands on record.
  @Test
  void aReleaseThatCannotBeLaidOutHereIsNotTheSourcesFault() throws IOException {
    Vendor vendor = index.following();
    index.serve(
        vendor.release("1.0", "model 1"),
        vendor.releases.signed("2.0", Map.of("a/b/x.pkl", "model 1"), Vendor.KEY));
    AtomicInteger older = index.counting("/models/scorer-1.0/x.pkl");
    Path folder = Files.createDirectories(index.scratch().resolve("scorer-2.0"));
    Files.writeString(folder.resolve("a"), "a file where a folder would be made");
    assertThat(index.run(vendor).toString())
        .contains("channel vendor", "make room there")
        .doesNotContain("the source of");
    assertThat(vendor.state().channel("vendor").problem()).isEmpty();
    assertThat(vendor.state().channel("vendor").looked()).isEmpty();
    assertThat(older).hasValue(0);
    assertThat(index.run(vendor).toString()).contains("Moved");
  }

  @Test
  void anotherSignatureThanAPublishersIsRefusedBeforeAnyFile() {
    Vendor vendor = index.following();
    index.serve(vendor.releases.signed("1.0", Map.of("x.pkl", "model 1"), Vendor.STRANGER));
    AtomicInteger asked = index.counting("/models/scorer-1.0/x.pkl");
    assertThat(index.run(vendor).toString()).contains("key-differs");
    assertThat(vendor.state().versions()).isEmpty();
    assertThat(vendor.state().refusals()).hasSize(1);
    assertThat(asked).hasValue(0);
  }

  /// An older release under a new number, and files the index has otherwise than they were signed.
  @Test
  void whatWasSignedAsAnotherReleaseOrOtherwiseIsRefusedBeforeAnyFile() throws IOException {
    Vendor vendor = index.following();
    Path one = vendor.release("1.0", "model 1");
    Path two = vendor.releases.unsigned("2.0", Map.of("x.pkl", "model 1"));
    Files.copy(one.resolve("model.sig"), two.resolve("model.sig"));
    index.serve(two);
    AtomicInteger asked = index.counting("/models/scorer-2.0/x.pkl");
    assertThat(index.run(vendor).toString()).contains("signed under another name");
    Path three = vendor.release("3.0", "model 3");
    Files.writeString(three.resolve("x.pkl"), "model X");
    index.serve(three);
    AtomicInteger other = index.counting("/models/scorer-3.0/x.pkl");
    assertThat(index.run(vendor).toString()).contains("as it was signed, in the index");
    assertThat(asked).hasValue(0);
    assertThat(other).hasValue(0);
    assertThat(vendor.state().versions()).isEmpty();
  }

  @Test
  void aRunLooksAtThreeReleasesAndSaysSo() {
    Vendor vendor = index.following();
    index.serve(
        vendor.release("1.0", "model 1"),
        vendor.releases.signed("2.0", Map.of("x.pkl", "a"), Vendor.STRANGER),
        vendor.releases.signed("3.0", Map.of("x.pkl", "b"), Vendor.STRANGER),
        vendor.releases.signed("4.0", Map.of("x.pkl", "c"), Vendor.STRANGER));
    AtomicInteger asked = index.counting("/models/scorer-1.0/model.sig");
    assertThat(index.run(vendor).toString())
        .contains("release 4.0: key-differs", "release 2.0: key-differs")
        .contains("1 older releases were not looked at");
    assertThat(asked).hasValue(0);
    assertThat(vendor.state().versions()).isEmpty();
  }

  /// The index is signed by nobody: what it says of a release that was taken in proves nothing.
  @Test
  void onlyASignatureSaysThatASupplierChangedARelease() {
    Vendor vendor = index.following();
    index.serve(vendor.release("1.0", "model 1"));
    index.run(vendor);
    index.serve(vendor.releases.signed("1.0", Map.of("x.pkl", "model X"), Vendor.STRANGER));
    assertThat(index.run(vendor).toString()).contains("proves nothing about its publisher");
    assertThat(vendor.state().channel("vendor").changed()).isEmpty();
    index.host.answer("/models/scorer-1.0/model.sig", Bytes.utf8("{}"));
    assertThat(index.run(vendor).toString()).contains("does not bring it");
    assertThat(vendor.state().channel("vendor").changed()).isEmpty();
    index.serve(vendor.release("1.0", "model 1"));
    assertThat(index.run(vendor).toString()).as("signed again").doesNotContain("source of");
    assertThat(vendor.state().channel("vendor").changed()).isEmpty();
    index.serve(vendor.release("1.0", "model X"));
    assertThat(index.run(vendor).toString()).contains("signed other files under the same number");
    assertThat(vendor.state().channel("vendor").changed())
        .containsExactly(new VersionId("scorer", 1));
  }

  /// The certificates of the terms count alone, and by their key.
  @Test
  void aHostThatOtherCertificatesVouchForIsNotHeard() {
    index.serve(index.vendor().release("1.0", "model 1"));
    String address = index.address().uri().toString();
    assertThat(ask(Address.of(address, HttpsHost.stranger(), false)))
        .isInstanceOf(Publisher.Answer.Silent.class);
    assertThat(ask(Address.of(address, HttpsHost.stranger() + HttpsHost.authority(), false)))
        .isInstanceOf(Publisher.Answer.Offers.class);
  }

  @Test
  void aHostNobodyVouchesForIsNotHeard() {
    index.serve(index.vendor().release("1.0", "model 1"));
    Address address =
        Address.of("https://localhost:" + index.host.port() + IndexHost.INDEX, "", false);
    assertThat(ask(address)).isInstanceOf(Publisher.Answer.Silent.class);
  }

  private Publisher.Answer ask(Address address) {
    try (Fetcher fetcher = IndexHost.fetcher(address, Duration.ofSeconds(20))) {
      return index.publisher(fetcher).ask();
    }
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
    Vendor vendor = index.following();
    index.serve(vendor.release("1.0", "model 1"));
    trick.play().accept(index.host, "/models/scorer-1.0/x.pkl");
    assertThat(index.run(vendor).toString()).contains(trick.says());
    assertThat(vendor.state().versions()).isEmpty();
    assertThat(index.scratch().resolve("scorer-1.0")).doesNotExist();
  }

  @Test
  void aRedirectWithinTheHostIsFollowed() {
    Vendor vendor = index.following();
    index.serve(vendor.release("1.0", "model 1"));
    index.host.answer("/models/scorer-1.0/x.pkl", HttpsHost.redirect("/elsewhere"));
    index.host.answer("/elsewhere", Bytes.utf8("model 1"));
    assertThat(index.run(vendor).toString()).contains("staging");
  }

  @Test
  void plainHttpIsTakenOnlyByWhoSaidSo() {
    assertThatThrownBy(() -> Address.of("http://localhost/x", "", false))
        .isInstanceOf(RegistryFault.class)
        .hasMessageContaining("anybody on the way");
    try (HttpsHost plain = HttpsHost.plain()) {
      plain.answer(
          IndexHost.INDEX,
          Bytes.utf8("{\"format\":\"bulwark-releases/v1\",\"asset\":\"scorer\",\"releases\":[]}"));
      Address address = Address.of("http://localhost:" + plain.port() + IndexHost.INDEX, "", true);
      assertThat(ask(address)).isInstanceOf(Publisher.Answer.Offers.class);
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
}
