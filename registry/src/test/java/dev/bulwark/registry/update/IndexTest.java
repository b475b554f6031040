package dev.bulwark.registry.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.testkit.Mangle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Indexes that are hostile, mangled or too large.
class IndexTest {
  @TempDir private Path folder = Path.of(".");
  private final AtomicReference<IndexHost> begun = new AtomicReference<>();

  @BeforeEach
  void begin() {
    begun.set(new IndexHost(folder));
  }

  @AfterEach
  void stop() {
    index().close();
  }

  private IndexHost index() {
    return begun.get();
  }

  private Publisher.Answer ask() {
    try (Fetcher fetcher = index().fetcher(Duration.ofSeconds(20))) {
      return index().publisher(fetcher).ask();
    }
  }

  @Test
  void anIndexThatIsTooLargeIsNotRead() {
    index().host.answer(IndexHost.INDEX, Bytes.of(new byte[(1 << 20) + 1]));
    assertThat(ask())
        .isInstanceOfSatisfying(
            Publisher.Answer.Silent.class, silent -> assertThat(silent.why()).contains("more"));
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
    index().host.answer(IndexHost.INDEX, Bytes.utf8(index));
    assertThat(ask()).isInstanceOf(Publisher.Answer.Silent.class);
  }

  /// Without this, every index above could be refused for a reason of the test's own.
  @Test
  void anIndexOfTheSameShapeOffersItsRelease() {
    index()
        .host
        .answer(
            IndexHost.INDEX,
            Bytes.utf8(releases("1.0", named("model.sig") + "," + named("a/b.bin"))));
    assertThat(ask())
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
}
