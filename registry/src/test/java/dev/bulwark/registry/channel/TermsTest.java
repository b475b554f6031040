package dev.bulwark.registry.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.signing.PrivateKeyEc;
import dev.bulwark.registry.signing.PublicKeyEc;
import dev.bulwark.testkit.Mangle;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TermsTest {
  private static final PublicKeyEc KEY = PrivateKeyEc.make(new SecureRandom()).publicKey();

  private static Terms terms(Source source, String place, List<String> path, Duration soak) {
    return new Terms(
        "vendor",
        "scorer",
        AssetKind.MODEL,
        source,
        source instanceof Source.People ? List.of() : List.of(KEY),
        place,
        path,
        soak,
        List.of(Window.parse("mon-thu,08:00-16:00").orElseThrow()),
        new Watch.Ask(Address.of("https://watch.example.org/word", "", false)),
        Duration.ofHours(24),
        Terms.OnFailedWatch.ROLLBACK);
  }

  private static Terms whole() {
    return terms(
        new Source.Index(Address.of("https://example.org/index.json", "", false)),
        "models",
        List.of("staging", "production"),
        Duration.ofHours(24));
  }

  private static Terms parse(Json json) {
    return Terms.parse(Members.of(RegistryFault.EVENT_MALFORMED, json));
  }

  /// What people signed must read the same for ever.
  @Test
  void theFormOfTermsIsKept() {
    Terms people = terms(new Source.People(), "", List.of("staging"), Duration.ofMinutes(90));
    assertThat(people.json().canonical())
        .isEqualTo(
            """
            {"asset":"scorer","channel":"vendor","kind":"model","onFailedWatch":"ROLLBACK",\
            "path":["staging"],"place":"","publishers":[],"soak":"PT1H30M",\
            "source":{"kind":"people"},\
            "watch":{"address":{"authority":"","insecureHttp":false,"url":"https://watch.example.org/word"},"kind":"ask"},\
            "watchFor":"PT24H","windows":["mon-thu,08:00-16:00"]}""");
  }

  @Test
  void termsAreReadAsTheyWereWritten() {
    for (Source source :
        List.of(
            new Source.People(),
            new Source.Folder("releases"),
            new Source.Index(Address.of("http://example.org/i", "PEM", true)))) {
      Terms terms = terms(source, "models", List.of("staging"), Duration.ZERO);
      assertThat(parse(terms.json())).isEqualTo(terms);
      assertThat(parse(terms.json()).digest()).isEqualTo(terms.digest());
    }
  }

  /// A mangled text is no terms, or terms that hold together, and nothing else happens.
  @Test
  void mangledTermsAreNoneOrSomeThatHoldTogether() {
    Random random = new Random(5);
    byte[] valid = whole().json().canonicalBytes().toArray();
    int read = 0;
    for (int i = 0; i < 3_000; i++) {
      Bytes mangled = Bytes.of(Mangle.once(valid, random));
      try {
        Terms other = parse(JsonReader.read(mangled));
        read++;
        assertThat(parse(other.json()).digest()).isEqualTo(other.digest());
      } catch (EvidenceFault | RegistryFault expected) {
        assertThat(expected.getMessage()).isNotEmpty();
      }
    }
    assertThat(read).isPositive();
  }

  @Test
  void whatCannotBeIsNoTerms() {
    Source folder = new Source.Folder("releases");
    for (String place :
        List.of(
            "..", "a/../b", "/models", "models/", "a//b", "a\\b", ".bulwark", "a/.bulwark", ".")) {
      assertThatThrownBy(() -> terms(folder, place, List.of(), Duration.ZERO))
          .as(place)
          .isInstanceOf(RegistryFault.class);
    }
    assertThatThrownBy(() -> terms(folder, "", List.of("a", "a"), Duration.ZERO))
        .isInstanceOf(RegistryFault.class);
    assertThatThrownBy(() -> terms(folder, "", List.of("a"), Duration.ofHours(-1)))
        .isInstanceOf(RegistryFault.class);
    assertThatThrownBy(() -> terms(folder, "", List.of("a"), Duration.ofDays(401)))
        .isInstanceOf(RegistryFault.class);
  }

  @Test
  void aWindowIsOpenFromItsFirstMinuteToTheOneBeforeItsLast() {
    Window window = Window.parse("mon-thu,08:00-16:00").orElseThrow();
    assertThat(window.isOpen(Instant.parse("2026-11-26T08:00:00Z"))).isTrue();
    assertThat(window.isOpen(Instant.parse("2026-11-26T15:59:59Z"))).isTrue();
    assertThat(window.isOpen(Instant.parse("2026-11-26T07:59:59Z"))).isFalse();
    assertThat(window.isOpen(Instant.parse("2026-11-26T16:00:00Z"))).isFalse();
    assertThat(window.isOpen(Instant.parse("2026-11-27T08:00:00Z"))).isFalse();
    assertThat(Window.nextOf(List.of(window), Instant.parse("2026-11-26T16:00:00Z")))
        .isEqualTo(Instant.parse("2026-11-30T08:00:00Z"));
  }

  @Test
  void whatIsNoWindowIsSaidToBeNone() {
    assertThat(Window.parse("sat,00:00-24:00")).isPresent();
    for (String none :
        List.of(
            "",
            "noon",
            "mon",
            "mon,08:00",
            "thu-mon,08:00-16:00",
            "mon,16:00-08:00",
            "mon,08:00-08:00",
            "mon,08:00-24:01",
            "xyz,08:00-16:00",
            "mon,8:00-16:00",
            "mon,08:60-16:00")) {
      assertThat(Window.parse(none)).as(none).isEmpty();
    }
  }
}
