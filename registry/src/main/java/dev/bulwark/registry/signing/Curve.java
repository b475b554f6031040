package dev.bulwark.registry.signing;

import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.interfaces.ECKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Optional;

/// The elliptic curves of OMS keys, each with the digest it signs with.
enum Curve {
  P256("secp256r1", "P-256", "SHA256withECDSA", "PKIX_ECDSA_P256_SHA_256"),
  P384("secp384r1", "P-384", "SHA384withECDSA", "PKIX_ECDSA_P384_SHA_384"),
  P521("secp521r1", "P-521", "SHA512withECDSA", "PKIX_ECDSA_P521_SHA_512");

  private final String standardName;
  private final String shown;
  private final String signature;
  private final String sigstoreName;

  Curve(String standardName, String shown, String signature, String sigstoreName) {
    this.standardName = standardName;
    this.shown = shown;
    this.signature = signature;
    this.sigstoreName = sigstoreName;
  }

  String standardName() {
    return standardName;
  }

  String shown() {
    return shown;
  }

  String signature() {
    return signature;
  }

  /// The `keyDetails` of a Sigstore bundle.
  String sigstoreName() {
    return sigstoreName;
  }

  ECParameterSpec parameters() {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(new ECGenParameterSpec(standardName));
      return parameters.getParameterSpec(ECParameterSpec.class);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the Java platform must provide " + shown, e);
    }
  }

  static Optional<Curve> of(ECKey key) {
    ECParameterSpec found = key.getParams();
    for (Curve curve : values()) {
      ECParameterSpec expected = curve.parameters();
      if (expected.getCurve().equals(found.getCurve())
          && expected.getGenerator().equals(found.getGenerator())
          && expected.getOrder().equals(found.getOrder())) {
        return Optional.of(curve);
      }
    }
    return Optional.empty();
  }
}
