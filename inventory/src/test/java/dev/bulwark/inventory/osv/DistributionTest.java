package dev.bulwark.inventory.osv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.inventory.purl.PackageUrl;
import dev.bulwark.inventory.purl.PurlReading;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Advisories of a distribution are about the sources of one release.
class DistributionTest {
  @TempDir Path folder;
  private AdvisoryFile file;

  @BeforeEach
  void imported() {
    Path zip =
        Zips.of(
            folder,
            Map.of(
                "DEBIAN-CVE-2023-1.json",
                record(
                    "DEBIAN-CVE-2023-1",
                    affected("Debian:11", "openssl", "0", "1.1.1n-0+deb11u5"),
                    affected("Debian:12", "openssl", "0", "3.0.11-1~deb12u2"),
                    affected("Debian:13", "openssl", "0", "3.1.4-2")),
                "ALPINE-CVE-2023-2.json",
                record(
                    "ALPINE-CVE-2023-2",
                    affected("Alpine:v3.17", "openssl", "0", "3.0.12-r1"),
                    affected("Alpine:v3.18", "openssl", "0", "3.1.4-r1")),
                "UBUNTU-CVE-2023-3.json",
                record(
                    "UBUNTU-CVE-2023-3",
                    affected("Ubuntu:22.04:LTS", "openssl", "0", "3.0.2-0ubuntu1.12"),
                    affected(
                        "Ubuntu:Pro:18.04:LTS", "openssl", "0", "1.1.1-1ubuntu2.1~18.04.23"))));
    Path target = folder.resolve("advisories");
    AdvisoryImport.run(zip, target, AdvisoryImport.LIMITS, System::nanoTime);
    file = AdvisoryFile.open(target);
  }

  @AfterEach
  void close() {
    file.close();
  }

  private static String record(String id, String... affected) {
    return "{\"schema_version\":\"1.7.0\",\"id\":\"%s\",\"modified\":\"2026-11-01T00:00:00Z\",\"affected\":[%s]}"
        .formatted(id, String.join(",", affected));
  }

  private static String affected(String ecosystem, String name, String from, String fixed) {
    return "{\"package\":{\"ecosystem\":\"%s\",\"name\":\"%s\"},\"ranges\":[{\"type\":\"ECOSYSTEM\",\"events\":[{\"introduced\":\"%s\"},{\"fixed\":\"%s\"}]}]}"
        .formatted(ecosystem, name, from, fixed);
  }

  private Advisories all() {
    return new Advisories(List.of(file), Kev.NONE, Epss.NONE);
  }

  private String ask(String purl) {
    PackageUrl asked = ((PurlReading.Valid) PackageUrl.parse(purl)).purl();
    Advisories.Answer answer = all().match(asked);
    if (!all().covers(asked)) {
      return "not covered";
    }
    if (!answer.undecided().isEmpty()) {
      return "undecided";
    }
    return answer.known().isEmpty() ? "clean" : "mended in " + answer.known().getFirst().fixes();
  }

  @Test
  void anEntryOfTheReleaseDecides() {
    assertThat(ask("pkg:deb/debian/openssl@3.0.11-1~deb12u1?distro=debian-12"))
        .isEqualTo("mended in [3.0.11-1~deb12u2]");
    assertThat(ask("pkg:deb/debian/openssl@3.0.11-1~deb12u2?distro=debian-12")).isEqualTo("clean");
    assertThat(ask("pkg:deb/debian/openssl@3.0.11-1~deb12u2?distro=bookworm")).isEqualTo("clean");
    assertThat(ask("pkg:deb/debian/openssl@3.0.11-1~deb12u2?distro=debian-13"))
        .isEqualTo("mended in [3.1.4-2]");
    assertThat(ask("pkg:apk/alpine/openssl@3.1.4-r0?distro=alpine-3.18.4"))
        .isEqualTo("mended in [3.1.4-r1]");
    assertThat(ask("pkg:apk/alpine/openssl@3.1.4-r1?distro=3.18")).isEqualTo("clean");
    assertThat(ask("pkg:deb/ubuntu/openssl@3.0.2-0ubuntu1.10?distro=ubuntu-22.04"))
        .isEqualTo("mended in [3.0.2-0ubuntu1.12]");
    assertThat(ask("pkg:deb/ubuntu/openssl@1.1.1-1ubuntu2.1~18.04.20?distro=ubuntu-18.04"))
        .isEqualTo("mended in [1.1.1-1ubuntu2.1~18.04.23]");
  }

  @Test
  void theSourceIsAskedUnderItsOwnVersion() {
    assertThat(ask("pkg:deb/debian/libssl3@9?distro=debian-12&upstream=openssl%403.0.11-1~deb12u1"))
        .isEqualTo("mended in [3.0.11-1~deb12u2]");
    assertThat(ask("pkg:apk/alpine/libcrypto3@3.1.4-r1?distro=alpine-3.18&upstream=openssl"))
        .isEqualTo("clean");
    assertThat(ask("pkg:apk/alpine/libcrypto3@3.1.4-r0?distro=alpine-3.18&upstream=openssl"))
        .startsWith("mended");
  }

  /// A version that one release calls mended may be vulnerable in another.
  @Test
  void anUnknownReleaseIsUndecidedUnlessAllSayTheSame() {
    assertThat(ask("pkg:deb/debian/openssl@3.0.11-1~deb12u2")).isEqualTo("undecided");
    assertThat(ask("pkg:deb/debian/openssl@1.1.1a-1")).startsWith("mended");
    assertThat(ask("pkg:deb/debian/openssl@3.2.0-1")).isEqualTo("clean");
    assertThat(ask("pkg:deb/debian/openssl@3.0.11-1~deb12u2?distro=debian-sid"))
        .isEqualTo("undecided");
  }

  @Test
  void aReleaseNobodyImportedIsNotCovered() {
    assertThat(ask("pkg:deb/debian/openssl@3.0.11-1?distro=debian-9")).isEqualTo("not covered");
    assertThat(ask("pkg:apk/alpine/openssl@3.1.4-r1?distro=alpine-3.20.1"))
        .isEqualTo("not covered");
    assertThat(ask("pkg:apk/wolfi/openssl@3.1.4-r1")).isEqualTo("not covered");
    assertThat(ask("pkg:deb/raspbian/openssl@3.0.11-1?distro=raspbian-12"))
        .isEqualTo("not covered");
  }

  @Test
  void aVersionOfAnotherGrammarIsUndecided() {
    assertThat(ask("pkg:apk/alpine/openssl@3.1.4_foo?distro=alpine-3.18")).isEqualTo("undecided");
    assertThat(ask("pkg:deb/debian/openssl@a1?distro=debian-12")).isEqualTo("undecided");
  }

  @Test
  void ecosystemsAreToldWithTheirReleases() {
    assertThat(file.ecosystems())
        .containsExactly(
            "Alpine:v3.17",
            "Alpine:v3.18",
            "Debian:11",
            "Debian:12",
            "Debian:13",
            "Ubuntu:22.04:LTS",
            "Ubuntu:Pro:18.04:LTS");
  }
}
