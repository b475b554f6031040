package dev.bulwark.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import dev.bulwark.registry.signing.TreeVerification.Verified;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Rekor v2: no promise, so that only a time stamp says when; an Ed25519 checkpoint.
class SigstoreV2Test {
  private static final MadeSigstore SIGSTORE = new MadeSigstore();

  @TempDir Path folder;
  private Bench bench;
  private Bytes payload;

  @BeforeEach
  void model() {
    bench = new Bench(folder).model();
    payload = bench.sign(Bench.FILES).manifest().statement().canonicalBytes();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dsse", "hashedrekord"})
  void bothKindsVerifyAtTheStampedTime(String kind) {
    assertThat(verify(SIGSTORE.bundle(payload, kind, MadeSigstore.THEN), Bench.NOW))
        .isInstanceOfSatisfying(
            Verified.class,
            verified -> assertThat(verified.judgedAt()).isEqualTo(MadeSigstore.THEN));
  }

  @Test
  void aStampOutsideTheCertificateOrTheAuthoritysTimeIsRefused() {
    Bytes late = SIGSTORE.bundle(payload, "dsse", MadeSigstore.THEN.plusSeconds(601));
    assertThat(Bench.reason(verify(late, Bench.NOW))).isEqualTo(Reason.CERTIFICATE_UNTRUSTED);
    Bytes good = SIGSTORE.bundle(payload, "dsse", MadeSigstore.THEN);
    assertThat(verify(good, MadeSigstore.THEN))
        .as("ends are included")
        .isInstanceOf(Verified.class);
    assertThat(Bench.reason(verify(good, MadeSigstore.THEN.minusSeconds(1))))
        .isEqualTo(Reason.TIMESTAMP_WRONG);
  }

  @Test
  void anEntryOfAnotherBundleIsRefused() {
    Bundle one = BundleReader.read(SIGSTORE.bundle(payload, "dsse", MadeSigstore.THEN));
    for (String kind : new String[] {"dsse", "hashedrekord"}) {
      Bundle other = BundleReader.read(SIGSTORE.bundle(Bytes.utf8("{}"), kind, MadeSigstore.THEN));
      Bundle swapped =
          new Bundle(
              one.material(), other.logEntries(), one.timestamps(), one.payload(), one.signature());
      assertThat(Bench.reason(verify(swapped.json().canonicalBytes(), Bench.NOW)))
          .isEqualTo(Reason.LOG_ENTRY_WRONG);
    }
  }

  @Test
  void aStampOverAnotherSignatureAndNoStampAreRefused() {
    Bundle one = BundleReader.read(SIGSTORE.bundle(payload, "dsse", MadeSigstore.THEN));
    Bytes other = SIGSTORE.times.stamp(Bytes.utf8("x"), MadeSigstore.THEN);
    for (java.util.List<Bytes> stamps :
        java.util.List.of(
            java.util.List.<Bytes>of(),
            java.util.List.of(other),
            java.util.List.of(one.timestamps().getFirst(), other))) {
      Bundle changed =
          new Bundle(one.material(), one.logEntries(), stamps, one.payload(), one.signature());
      assertThat(Bench.reason(verify(changed.json().canonicalBytes(), Bench.NOW)))
          .isEqualTo(Reason.TIMESTAMP_WRONG);
    }
  }

  private TreeVerification verify(Bytes bundle, Instant timesEnd) {
    return bench.verify(
        bundle,
        new Trust.Sigstore(SIGSTORE.trusted(timesEnd), MadeSigstore.IDENTITY, MadeSigstore.ISSUER),
        TreeVerifier.Options.STRICT);
  }
}
