package dev.bulwark.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.registry.signing.TreeVerification.Reason;
import dev.bulwark.registry.signing.TreeVerification.Verified;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bundles and root digests that other implementations made; see `oms/README.md`.
class ReferenceTest {
  private static final PublicKeyEc KEY = PublicKeyEc.parse(Bench.vector("signing-key-pub.pem"));
  private static final Trust BY_KEY = new Trust.Key(KEY, List.of());
  private static final Trust BY_CERTIFICATE =
      new Trust.Roots(Certificates.parsePem(Bench.vector("intermediate-ca.pem")), List.of());

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"v1.0.1-elliptic-key", "v1.1.0-elliptic-key", "conformance-key-simple-go"})
  void aHistoricalBundleByKeyVerifies(String name) {
    Bench bench = new Bench(folder).with("signme-1", "signme-1\n").with("signme-2", "signme-2");
    assertThat(verify(bench, name, BY_KEY)).isInstanceOf(Verified.class);
    bench.with("signme-2", "signme-3");
    assertThat(Bench.reason(verify(bench, name, BY_KEY))).isEqualTo(Reason.FILES_DIFFER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v0.3.1-elliptic-key", "v1.0.0-elliptic-key"})
  void aHistoricalBundleOfOneFileVerifies(String name) {
    Bench bench = new Bench(folder).with("signme-1", "signme-1\n");
    Bench file = new Bench(folder.resolve("signme-1"));
    assertThat(verify(file, name, BY_KEY)).isInstanceOf(Verified.class);
    bench.with("signme-1", "signme-1");
    assertThat(Bench.reason(verify(file, name, BY_KEY))).isEqualTo(Reason.FILES_DIFFER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v0.3.1-certificate",
        "v1.0.0-certificate",
        "v1.0.1-certificate",
        "v1.1.0-certificate"
      })
  void aHistoricalBundleByCertificateVerifies(String name) {
    Bench bench = new Bench(folder).with("signme-1", "signme-1").with("signme-2", "signme-2");
    assertThat(verify(bench, name, BY_CERTIFICATE)).isInstanceOf(Verified.class);
    bench.with("signme-1", "signme-1\n");
    assertThat(Bench.reason(verify(bench, name, BY_CERTIFICATE))).isEqualTo(Reason.FILES_DIFFER);
  }

  @Test
  void theConformanceTreeOfSeveralFilesVerifies() {
    byte[] weights = new byte[1024];
    Arrays.fill(weights, (byte) 0xab);
    byte[] adapter = new byte[512];
    Arrays.fill(adapter, (byte) 0xcd);
    Bench bench =
        new Bench(folder)
            .with("config.json", "{\"model\": \"test\", \"version\": \"1.0\"}")
            .with("weights.bin", weights)
            .with("subdir/adapter.bin", adapter);
    assertThat(verify(bench, "conformance-key-multi-file", BY_KEY)).isInstanceOf(Verified.class);
  }

  @Test
  void theOldPredicateIsRefusedByName() {
    Bench bench = new Bench(folder).with("signme-1", "signme-1").with("signme-2", "signme-2");
    assertThat(Bench.reason(verify(bench, "v0.2.0-certificate", BY_CERTIFICATE)))
        .isEqualTo(Reason.OLD_PREDICATE);
  }

  @Test
  void anExpiredCertificateIsRefused() {
    Bench bench = new Bench(folder).with("signme-1", "signme-1\n").with("signme-2", "signme-2");
    assertThat(Bench.reason(verify(bench, "conformance-certificate-expired", BY_CERTIFICATE)))
        .isEqualTo(Reason.CERTIFICATE_UNTRUSTED);
  }

  @Test
  void aBundleOfOneMethodIsRefusedByAnother() {
    Bench bench = new Bench(folder).with("signme-1", "signme-1").with("signme-2", "signme-2");
    assertThat(Bench.reason(verify(bench, "v1.1.0-certificate", BY_KEY)))
        .isEqualTo(Reason.METHOD_DIFFERS);
    assertThat(Bench.reason(verify(bench, "v1.1.0-elliptic-key", BY_CERTIFICATE)))
        .isEqualTo(Reason.METHOD_DIFFERS);
  }

  @Test
  void whatTheReferencesIgnoreListHidesIsRefusedUntilAllowedByName() {
    Bench bench =
        new Bench(folder)
            .with("signme-1", "signme-1\n")
            .with("signme-2", "signme-2")
            .with("ignore-me", "x");
    assertThat(Bench.reason(verify(bench, "v1.1.0-elliptic-key", BY_KEY)))
        .isEqualTo(Reason.IGNORED_FILES);
    assertThat(
            bench.verify(
                Bench.vector("v1.1.0-elliptic-key.sig"),
                BY_KEY,
                new TreeVerifier.Options(false, List.of("ignore-me"))))
        .isInstanceOfSatisfying(
            Verified.class,
            verified ->
                assertThat(verified.notCovered())
                    .containsExactly(new TreeVerification.NotCovered("ignore-me", 1)));
  }

  @ParameterizedTest
  @CsvFileSource(files = "src/test/resources/oms/reference-roots.tsv", delimiter = '\t')
  void rootDigestsAreThoseOfTheReference(String tree, String cut, String root) {
    Bench bench = new Bench(folder);
    if (tree.equals("deep")) {
      for (int i = 0; i < 4; i++) {
        bench.with("d0/d1/d2/d3/d4/f" + i, "This is file f" + i + ".");
      }
    } else {
      sample(bench);
    }
    Serialization how = cut.equals("files") ? Bench.FILES : Bench.shards(8);
    assertThat(bench.sign(how).manifest().root().hex()).isEqualTo(root);
  }

  private static void sample(Bench bench) {
    for (int i = 0; i < 4; i++) {
      bench.with("f" + i, "This is file f" + i + " in root.");
      for (int j = 0; i < 2 && j < 3; j++) {
        bench.with("d%d/f%d%d".formatted(i, i, j), "This is file f%d%d in d%d.".formatted(i, j, i));
      }
    }
  }

  private static TreeVerification verify(Bench bench, String name, Trust trust) {
    return bench.verify(Bench.vector(name + ".sig"), trust, TreeVerifier.Options.STRICT);
  }
}
