package dev.bulwark.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import dev.bulwark.registry.signing.TreeVerification.Verified;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What no signature covers is read narrowly.
class BundleReaderTest {
  @TempDir Path folder;
  private Bench bench;
  private String bundle;

  @BeforeEach
  void signed() {
    bench = new Bench(folder).model();
    bundle = bench.bundle(Bench.FILES).utf8();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"keyid\":\"\"=>\"keyid\":\"x\"",
        "\"keyid\":\"\"=>\"keyid\":\"\",\"keyid\":\"\"",
        "\"mediaType\":=>\"mediaType\":\"a\",\"mediaType\":",
        "\"dsseEnvelope\":{=>\"extra\":1,\"dsseEnvelope\":{",
        "\"dsseEnvelope\":{=>\"dsseEnvelope\":{\"extra\":1,",
        "\"publicKey\":{=>\"publicKey\":{\"extra\":1,",
        "\"publicKey\":{=>\"certificate\":{\"rawBytes\":\"AAAA\"},\"publicKey\":{",
        "\"publicKey\"=>\"publicKeys\"",
        "vnd.in-toto+json=>vnd.in-toto+yaml",
        "\"tlogEntries\":[]=>\"tlogEntries\":[1]",
        "\"tlogEntries\":[]=>\"tlogEntries\":{}",
        "\"signatures\":[=>\"signatures\":[{\"sig\":\"AAAA\"},",
        "\"payload\"=>\"body\"",
        "\"sig\":\"=>\"sig\":\" "
      })
  void aMemberTooManyTwiceOrUnknownIsRefused(String change) {
    String[] sides = change.split("=>", -1);
    String changed = bundle.replace(sides[0], sides[1]);
    assertThat(changed).isNotEqualTo(bundle);
    assertThat(Bench.reason(bench.verify(Bytes.utf8(changed)))).isEqualTo(Reason.BUNDLE_MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "null", "garbage", "{}"})
  void whatIsNoBundleIsRefused(String text) {
    assertThat(Bench.reason(bench.verify(Bytes.utf8(text)))).isEqualTo(Reason.BUNDLE_MALFORMED);
  }

  @Test
  void anotherMediaTypeIsRefused() {
    String changed = bundle.replace("bundle.v0.3+json", "bundle.v0.4+json");
    assertThat(Bench.reason(bench.verify(Bytes.utf8(changed))))
        .isEqualTo(Reason.BUNDLE_KIND_UNKNOWN);
  }

  @Test
  void logEntriesThatNobodyChecksAreRefused() {
    String changed = bundle.replace("\"tlogEntries\":[]", "\"tlogEntries\":[{\"logIndex\":\"1\"}]");
    assertThat(Bench.reason(bench.verify(Bytes.utf8(changed)))).isEqualTo(Reason.METHOD_DIFFERS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"keyid\":null", "\"keyid\":\"\""})
  void theKnownFormsOfNoKeyIdAreOne(String form) {
    String changed = bundle.replace("\"keyid\":\"\"", form).replace(",\"tlogEntries\":[]", "");
    assertThat(bench.verify(Bytes.utf8(changed))).isInstanceOf(Verified.class);
  }

  @Test
  void aBundleOverItsBoundIsUndecided() {
    byte[] large = new byte[(int) BundleReader.MAX_SIZE.bytes() + 1];
    java.util.Arrays.fill(large, (byte) ' ');
    assertThat(Bench.reason(bench.verify(Bytes.of(large)))).isEqualTo(Reason.OVER_LIMIT);
    String deep = "{\"mediaType\":" + "[".repeat(40) + "]".repeat(40) + "}";
    assertThat(Bench.reason(bench.verify(Bytes.utf8(deep)))).isEqualTo(Reason.OVER_LIMIT);
  }

  @Test
  void theReaderReadsWhatTheWriterWrote() {
    Bundle read = BundleReader.read(Bytes.utf8(bundle));
    assertThat(BundleReader.read(read.json().canonicalBytes())).isEqualTo(read);
    assertThat(read.json().canonical()).isEqualTo(bundle);
  }
}
