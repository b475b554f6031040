package dev.bulwark.registry.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.registry.signing.MadeCertificates.Wish;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import dev.bulwark.registry.signing.TreeVerification.Verified;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Chains as the conformance suite asks, and a few it does not.
class CertificatesTest {
  private static final UnaryOperator<Wish> AS_IS = wish -> wish;
  private static final UnaryOperator<Wish> EXPIRED = Wish::expired;
  private static final UnaryOperator<Wish> NOT_YET = Wish::notYet;

  @TempDir Path folder;
  private Bench bench;

  /// A chain of three, each changed in some way.
  record Case(
      String name,
      UnaryOperator<Wish> root,
      UnaryOperator<Wish> middle,
      UnaryOperator<Wish> leaf,
      Reason reason) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeEach
  void model() {
    bench = new Bench(folder).model();
  }

  static Stream<Case> refused() {
    Reason untrusted = Reason.CERTIFICATE_UNTRUSTED;
    Reason unfit = Reason.CERTIFICATE_NOT_FOR_SIGNING;
    return Stream.of(
        new Case("expired leaf", AS_IS, AS_IS, EXPIRED, untrusted),
        new Case("leaf not yet valid", AS_IS, AS_IS, NOT_YET, untrusted),
        new Case("expired intermediate", AS_IS, EXPIRED, AS_IS, untrusted),
        new Case("intermediate not yet valid", AS_IS, NOT_YET, AS_IS, untrusted),
        new Case("expired root", EXPIRED, AS_IS, AS_IS, untrusted),
        new Case("all expired", EXPIRED, EXPIRED, EXPIRED, untrusted),
        new Case(
            "intermediate is no authority",
            AS_IS,
            wish -> Wish.signer(wish.name()),
            AS_IS,
            untrusted),
        new Case(
            "no purpose",
            AS_IS,
            AS_IS,
            wish -> wish.used(KeyUsage.digitalSignature, Optional.empty()),
            unfit),
        new Case(
            "for servers",
            AS_IS,
            AS_IS,
            wish ->
                wish.used(KeyUsage.digitalSignature, Optional.of(KeyPurposeId.id_kp_serverAuth)),
            unfit),
        new Case(
            "for encipherment",
            AS_IS,
            AS_IS,
            wish -> wish.used(KeyUsage.keyAgreement, Optional.of(KeyPurposeId.id_kp_codeSigning)),
            unfit));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aChainThatIsNotWholeSoundAndForSigningIsRefused(Case chain) {
    MadeCertificates root = MadeCertificates.root(chain.root().apply(Wish.authority("CN=root")));
    MadeCertificates middle = root.issue(chain.middle().apply(Wish.authority("CN=middle")));
    MadeCertificates leaf = middle.issue(chain.leaf().apply(Wish.signer("CN=leaf")));
    assertThat(Bench.reason(verify(sealed(leaf, middle.certificate()), root)))
        .isEqualTo(chain.reason());
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.ValueSource(strings = {"secp256r1", "secp384r1", "secp521r1"})
  void aSoundChainOnEveryCurveVerifies(String curve) {
    MadeCertificates root = MadeCertificates.root(Wish.authority("CN=root"));
    MadeCertificates middle = root.issue(Wish.authority("CN=middle"));
    MadeCertificates leaf = middle.issue(Wish.signer("CN=leaf").on(curve));
    Bytes bundle = sign(leaf.identity(middle.certificate()));
    assertThat(verify(bundle, root))
        .isInstanceOfSatisfying(
            Verified.class, verified -> assertThat(verified.signer()).isEqualTo("CN=leaf"));
    assertThat(verify(sign(leaf.identity(middle.certificate(), root.certificate())), root))
        .as("the root at the end says nothing and harms nothing")
        .isInstanceOf(Verified.class);
    assertThat(Bench.reason(verify(bundle, MadeCertificates.root(Wish.authority("CN=root")))))
        .as("a root of the same name")
        .isEqualTo(Reason.CERTIFICATE_UNTRUSTED);
    assertThat(Bench.reason(verify(sign(leaf.identity()), root)))
        .as("without the intermediate")
        .isEqualTo(Reason.CERTIFICATE_UNTRUSTED);
  }

  @Test
  void aCertificateThatIsItsOwnRootVerifies() {
    MadeCertificates self = MadeCertificates.root(Wish.signer("CN=self"));
    assertThat(verify(sign(self.identity()), self)).isInstanceOf(Verified.class);
  }

  @Test
  void theSignersKeyIsTheLeafs() {
    MadeCertificates root = MadeCertificates.root(Wish.authority("CN=root"));
    MadeCertificates leaf = root.issue(Wish.signer("CN=leaf"));
    MadeCertificates other = root.issue(Wish.signer("CN=other"));
    Bundle bundle = BundleReader.read(sign(leaf.identity()));
    Bundle swapped =
        new Bundle(
            new Bundle.Material.Chain(List.of(Certificates.der(other.certificate()))),
            List.of(),
            List.of(),
            bundle.payload(),
            bundle.signature());
    assertThat(Bench.reason(verify(swapped.json().canonicalBytes(), root)))
        .isEqualTo(Reason.SIGNATURE_WRONG);
    TreeSignerTest.refused(
        SigningFault.CERTIFICATE_UNUSABLE,
        () -> sign(new TreeSigner.Identity(leaf.identity().key(), List.of(other.certificate()))));
  }

  @Test
  void nobodySignsWithACertificateThatEnded() {
    MadeCertificates root = MadeCertificates.root(Wish.authority("CN=root"));
    MadeCertificates leaf = root.issue(Wish.signer("CN=leaf").expired());
    TreeSignerTest.refused(SigningFault.CERTIFICATE_UNUSABLE, () -> sign(leaf.identity()));
  }

  @Test
  void aTimeStampLetsASignatureOutliveItsCertificate() {
    MadeCertificates root = MadeCertificates.root(Wish.authority("CN=root"));
    MadeCertificates leaf = root.issue(Wish.signer("CN=leaf").expired());
    MadeAuthority authority = new MadeAuthority();
    Bundle bundle = BundleReader.read(sealed(leaf));
    Bytes then = authority.stamp(bundle.signature(), Bench.NOW.minus(Duration.ofDays(30)));
    assertThat(verify(stamped(bundle, then), root, authority.root().certificate()))
        .isInstanceOfSatisfying(
            Verified.class,
            verified ->
                assertThat(verified.judgedAt()).isEqualTo(Bench.NOW.minus(Duration.ofDays(30))));
    Reason untrusted = Reason.CERTIFICATE_UNTRUSTED;
    assertThat(Bench.reason(verify(stamped(bundle, then), root)))
        .as("nobody said which authority to believe")
        .isEqualTo(untrusted);
    Bytes late = authority.stamp(bundle.signature(), Bench.NOW.minusSeconds(30));
    assertThat(Bench.reason(verify(stamped(bundle, late), root, authority.root().certificate())))
        .as("stamped after the end")
        .isEqualTo(untrusted);
  }

  @Test
  void aTimeStampOverAKeysSignatureSaysWhen() {
    MadeAuthority authority = new MadeAuthority();
    Bundle bundle = BundleReader.read(bench.bundle(Bench.FILES));
    Trust trust = new Trust.Key(Bench.KEY.publicKey(), List.of(authority.root().certificate()));
    Bytes honest = authority.stamp(bundle.signature(), Bench.NOW.minusSeconds(5));
    assertThat(bench.verify(stamped(bundle, honest), trust, TreeVerifier.Options.STRICT))
        .isInstanceOfSatisfying(
            Verified.class,
            verified -> assertThat(verified.judgedAt()).isEqualTo(Bench.NOW.minusSeconds(5)));
    Bytes other = authority.stamp(Bytes.utf8("else"), Bench.NOW.minusSeconds(5));
    assertThat(
            Bench.reason(bench.verify(stamped(bundle, other), trust, TreeVerifier.Options.STRICT)))
        .isEqualTo(Reason.TIMESTAMP_WRONG);
  }

  @Test
  void aTimeStampOfAnotherAuthorityOverSomethingElseOrToComeIsRefused() {
    MadeCertificates root = MadeCertificates.root(Wish.authority("CN=root"));
    MadeCertificates leaf = root.issue(Wish.signer("CN=leaf"));
    MadeAuthority authority = new MadeAuthority();
    MadeAuthority stranger = new MadeAuthority();
    Bundle bundle = BundleReader.read(sealed(leaf));
    X509Certificate trusted = authority.root().certificate();
    Bytes honest = authority.stamp(bundle.signature(), Bench.NOW.minusSeconds(5));
    assertThat(verify(stamped(bundle, honest), root, trusted)).isInstanceOf(Verified.class);
    byte[] damaged = honest.toArray();
    damaged[damaged.length - 1] ^= 1;
    for (Bytes response :
        List.of(
            stranger.stamp(bundle.signature(), Bench.NOW.minusSeconds(5)),
            authority.stamp(Bytes.utf8("else"), Bench.NOW.minusSeconds(5)),
            authority.stamp(bundle.signature(), Bench.NOW.plusSeconds(5)),
            authority.stamp(bundle.signature(), Bench.NOW.minus(Duration.ofDays(3650))),
            Bytes.of(damaged),
            Bytes.utf8("x"),
            Bytes.EMPTY)) {
      assertThat(Bench.reason(verify(stamped(bundle, response), root, trusted)))
          .isEqualTo(Reason.TIMESTAMP_WRONG);
    }
  }

  private static Bytes stamped(Bundle bundle, Bytes response) {
    return new Bundle(
            bundle.material(), List.of(), List.of(response), bundle.payload(), bundle.signature())
        .json()
        .canonicalBytes();
  }

  /// As a careless or hostile signer would: without looking at the certificates.
  private Bytes sealed(MadeCertificates leaf, X509Certificate... chain) {
    TreeSigner.Identity identity = leaf.identity(chain);
    Bytes payload = bench.sign(Bench.FILES).manifest().statement().canonicalBytes();
    Bundle bare =
        new Bundle(
            new Bundle.Material.Chain(
                identity.certificates().stream().map(Certificates::der).toList()),
            List.of(),
            List.of(),
            payload,
            Bytes.EMPTY);
    return new Bundle(
            bare.material(), List.of(), List.of(), payload, identity.key().sign(bare.signed()))
        .json()
        .canonicalBytes();
  }

  private Bytes sign(TreeSigner.Identity identity) {
    return bench
        .signer
        .sign(bench.root, Optional.empty(), Bench.FILES, identity, Optional.empty(), Bench.NOW)
        .bundle();
  }

  private TreeVerification verify(
      Bytes bundle, MadeCertificates root, X509Certificate... timeRoots) {
    return bench.verify(
        bundle,
        new Trust.Roots(List.of(root.certificate()), List.of(timeRoots)),
        TreeVerifier.Options.STRICT);
  }
}
