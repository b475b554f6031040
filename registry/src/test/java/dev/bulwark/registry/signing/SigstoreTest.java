package dev.bulwark.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import dev.bulwark.registry.signing.TreeVerification.Verified;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The reference's bundle of v1.1.0, signed by an identity through the public Sigstore instance.
class SigstoreTest {
  private static final String IDENTITY = "stefanb@us.ibm.com";
  private static final String ISSUER = "https://sigstore.verify.ibm.com/oauth2";
  private static final String ROOT = Bench.vector("trusted-root.json").utf8();
  private static final String BUNDLE = Bench.vector("v1.1.0-sigstore.sig").utf8();

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void model() {
    bench = new Bench(folder).with("signme-1", "signme-1").with("signme-2", "signme-2");
  }

  @Test
  void theReferencesBundleVerifiesOffline() {
    assertThat(verify(BUNDLE, ROOT, IDENTITY, ISSUER))
        .isInstanceOfSatisfying(
            Verified.class,
            verified -> {
              assertThat(verified.signer()).isEqualTo(IDENTITY + " (" + ISSUER + ")");
              assertThat(verified.judgedAt()).isEqualTo(Instant.ofEpochSecond(1760062340L));
            });
    bench.with("signme-2", "signme-3");
    assertThat(reason(BUNDLE, ROOT)).isEqualTo(Reason.FILES_DIFFER);
  }

  @Test
  void aChainAsOlderBundlesHaveItMayHoldTheRootsOwnCertificatesOnly() {
    Bundle bundle = BundleReader.read(Bytes.utf8(BUNDLE));
    Bytes leaf = ((Bundle.Material.Certificate) bundle.material()).certificate();
    Bytes own =
        Certificates.der(
            TrustedRoot.parse(Bytes.utf8(ROOT)).authorities().get(1).certificates().get(1));
    Bytes stranger =
        Certificates.der(Certificates.parsePem(Bench.vector("intermediate-ca.pem")).getFirst());
    assertThat(verify(chained(bundle, leaf, own), ROOT, IDENTITY, ISSUER))
        .isInstanceOf(Verified.class);
    assertThat(reason(chained(bundle, leaf, stranger), ROOT))
        .isEqualTo(Reason.CERTIFICATE_UNTRUSTED);
  }

  private static String chained(Bundle bundle, Bytes... chain) {
    return new Bundle(
            new Bundle.Material.Chain(java.util.List.of(chain)),
            bundle.logEntries(),
            bundle.timestamps(),
            bundle.payload(),
            bundle.signature())
        .json()
        .canonical();
  }

  @Test
  void anotherIdentityOrIssuerIsRefused() {
    assertThat(Bench.reason(verify(BUNDLE, ROOT, "Stefanb@us.ibm.com", ISSUER)))
        .isEqualTo(Reason.IDENTITY_DIFFERS);
    assertThat(Bench.reason(verify(BUNDLE, ROOT, IDENTITY, ISSUER + "/")))
        .isEqualTo(Reason.IDENTITY_DIFFERS);
  }

  @Test
  void aBundleByKeyIsNoBundleByIdentityAndTheOtherWayRound() {
    assertThat(reason(Bench.vector("v1.1.0-elliptic-key.sig").utf8(), ROOT))
        .isEqualTo(Reason.METHOD_DIFFERS);
    assertThat(
            Bench.reason(
                bench.verify(
                    Bytes.utf8(BUNDLE),
                    new Trust.Key(Bench.KEY.publicKey(), java.util.List.of()),
                    TreeVerifier.Options.STRICT)))
        .isEqualTo(Reason.METHOD_DIFFERS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The promise: another time, another index, another signature.
        "\"integratedTime\":\"1760062340\" | \"integratedTime\":\"1760062341\"",
        "\"logIndex\":\"598151086\" | \"logIndex\":\"598151087\"",
        "MEQCIErVIgUO5ZfOBVXV | MEQCIErVIgUO5ZfOBVXW",
        // The proof: another place, another step, another root, another size.
        "\"logIndex\":\"476246824\" | \"logIndex\":\"476246823\"",
        "P439a1wjUaISQbG2jSIGT1cY | Q439a1wjUaISQbG2jSIGT1cY",
        "\"rootHash\":\"V0NA | \"rootHash\":\"W0NA",
        "\"treeSize\":\"476246825\" | \"treeSize\":\"476246826\"",
        // The checkpoint: another tree, another signature, another log.
        "506\\n476246825 | 506\\n476246826",
        "wNI9ajBFAiBtV0gov0pC7kBG | wNI9ajBFAiBtV0gov0pC7kBH",
        "— rekor.sigstore.dev wNI9 | — rekor.sigstore.org wNI9",
        // The body's kind, and what stands beside it.
        "\"kind\":\"dsse\" | \"kind\":\"intoto\"",
        "\"version\":\"0.0.1\" | \"version\":\"0.0.2\"",
        "\"keyId\":\"wNI9atQG | \"keyId\":\"wNI9atQH",
      })
  void aLogEntryThatWasTouchedIsRefused(String from, String to) {
    assertThat(BUNDLE).contains(from);
    assertThat(reason(BUNDLE.replace(from, to), ROOT)).isEqualTo(Reason.LOG_ENTRY_WRONG);
  }

  @Test
  void withoutALogEntryOrAPromisedTimeItIsRefused() {
    int start = BUNDLE.indexOf("\"tlogEntries\":[") + "\"tlogEntries\":[".length();
    int end = BUNDLE.indexOf("],\"timestampVerificationData\"");
    assertThat(reason(BUNDLE.substring(0, start) + BUNDLE.substring(end), ROOT))
        .isEqualTo(Reason.LOG_ENTRY_WRONG);
    String unpromised = BUNDLE.replaceFirst("\"inclusionPromise\":\\{[^}]*},", "");
    assertThat(unpromised).isNotEqualTo(BUNDLE);
    assertThat(reason(unpromised, ROOT)).isEqualTo(Reason.TIMESTAMP_WRONG);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The log's key came into use later; the authority ended before; another certificate log.
        "\"start\": \"2021-01-12T11:53:27Z\" | \"start\": \"2025-10-10T02:12:21Z\" | LOG_ENTRY_WRONG",
        "\"end\": \"2031-10-05T13:56:58Z\" | \"end\": \"2025-10-10T02:12:19Z\" | CERTIFICATE_UNTRUSTED",
        "\"start\": \"2022-10-20T00:00:00Z\" | \"start\": \"2025-10-11T00:00:00Z\" | CERTIFICATE_UNTRUSTED",
        "\"keyId\": \"3T0wasbHETJj | \"keyId\": \"3T0wasbHETJk | CERTIFICATE_UNTRUSTED",
        "iPSlFi0CmFTfEjCUqF9H | 2G2Y+2tabdTV5BcGiBIx | CERTIFICATE_UNTRUSTED",
        "\"keyDetails\": \"PKIX_ECDSA_P256_SHA_256\" | \"keyDetails\": \"PKIX_RSA\" | LOG_ENTRY_WRONG",
        "\"keyId\": \"wNI9atQG | \"keyId\": \"wNI9atQH | LOG_ENTRY_WRONG",
      })
  void aRootThatDoesNotVouchIsNotEnough(String from, String to, Reason reason) {
    assertThat(ROOT).contains(from);
    assertThat(reason(BUNDLE, ROOT.replace(from, to))).isEqualTo(reason);
  }

  @Test
  void windowsIncludeTheirEnds() {
    for (String edge :
        new String[] {
          ROOT.replace("2021-01-12T11:53:27Z", "2025-10-10T02:12:20Z"),
          ROOT.replace("2031-10-05T13:56:58Z", "2025-10-10T02:12:20Z")
        }) {
      assertThat(verify(BUNDLE, edge, IDENTITY, ISSUER)).isInstanceOf(Verified.class);
    }
  }

  @Test
  void aTimeThatIsStillToComeIsRefused() {
    assertThat(
            Bench.reason(
                bench.verifier.verify(
                    folder,
                    java.util.Optional.empty(),
                    Bytes.utf8(BUNDLE),
                    trust(ROOT, IDENTITY, ISSUER),
                    TreeVerifier.Options.STRICT,
                    Instant.ofEpochSecond(1760062339L))))
        .isEqualTo(Reason.TIMESTAMP_WRONG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"tlogs\":1}",
        "{\"tlogs\":[{\"logId\":{\"keyId\":\"AAAA\"},\"publicKey\":{\"rawBytes\":\"AAAA\",\"keyDetails\":\"x\"}}]}",
        "{\"certificateAuthorities\":[{\"certChain\":{\"certificates\":[{\"rawBytes\":\"AAAA\"}]}}]}"
      })
  void whatIsNoTrustedRootIsRefusedAndALogKeyWithoutItsBeginningToo(String text) {
    TreeSignerTest.refused(
        SigningFault.TRUSTED_ROOT_UNUSABLE, () -> TrustedRoot.parse(Bytes.utf8(text)));
  }

  @Test
  void noDamageToTheBundleIsAccepted() {
    Bundle whole = BundleReader.read(Bytes.utf8(BUNDLE));
    ForAll.cases(
        300,
        random -> {
          Bytes damaged = Bytes.of(Mangle.once(Bytes.utf8(BUNDLE).toArray(), random));
          if (verify(damaged.utf8(), ROOT, IDENTITY, ISSUER) instanceof Verified) {
            Bundle read = BundleReader.read(Bytes.utf8(damaged.utf8()));
            // Time stamps are not looked at: this root names no authority for them.
            assertThat(read.logEntries()).isEqualTo(whole.logEntries());
            assertThat(read.material()).isEqualTo(whole.material());
            assertThat(read.signature()).isEqualTo(whole.signature());
            assertThat(read.payload()).isEqualTo(whole.payload());
          }
        });
  }

  private Reason reason(String bundle, String root) {
    return Bench.reason(verify(bundle, root, IDENTITY, ISSUER));
  }

  private TreeVerification verify(String bundle, String root, String identity, String issuer) {
    return bench.verify(
        Bytes.utf8(bundle), trust(root, identity, issuer), TreeVerifier.Options.STRICT);
  }

  private static Trust trust(String root, String identity, String issuer) {
    return new Trust.Sigstore(TrustedRoot.parse(Bytes.utf8(root)), identity, issuer);
  }
}
