package dev.bulwark.registry.signing;

import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import java.util.List;
import java.util.Optional;

/// What a log entry says it is about, against the bundle it came with. Kinds that are not named
/// here fail closed.
final class LogBody {
  private final Bundle bundle;
  private final Bytes certificate;

  /// @param certificate the signer's, in DER
  LogBody(Bundle bundle, Bytes certificate) {
    this.bundle = bundle;
    this.certificate = certificate;
  }

  /// @param kind kind and version that stand beside the body
  /// @throws Refusal `log-entry-wrong`
  void require(String kind, Members body) {
    if (!kind.equals(body.text("kind") + " " + body.text("apiVersion"))) {
      throw LogEntry.wrong("a body of another kind than it says");
    }
    Members spec = body.object("spec");
    switch (kind) {
      case "dsse 0.0.1" -> envelopeV1(spec);
      case "hashedrekord 0.0.1" -> digestV1(spec);
      case "dsse 0.0.2" -> envelopeV2(spec.object("dsseV002"));
      case "hashedrekord 0.0.2" -> digestV2(spec.object("hashedRekordV002"));
      default ->
          throw LogEntry.wrong(
              "one of a kind that is not read here (dsse and hashedrekord 0.0.1 and 0.0.2 are)");
    }
  }

  private void envelopeV1(Members spec) {
    Members hash = spec.object("payloadHash");
    require(
        hash.text("algorithm").equals("sha256")
            && hash.text("value").equals(Digest.of(bundle.payload()).hex()),
        "one about another payload");
    Members signature = only(spec.objects("signatures"));
    require(signature.base64("signature").equals(bundle.signature()), "another signature");
    requireSigner(signature.base64("verifier"));
  }

  /// A digest of the bytes that were signed: a DSSE envelope logged as if it were a file.
  private void digestV1(Members spec) {
    Members hash = spec.object("data").object("hash");
    require(
        hash.text("algorithm").equals("sha256")
            && hash.text("value").equals(Digest.of(bundle.signed()).hex()),
        "one about another payload");
    Members signature = spec.object("signature");
    require(signature.base64("content").equals(bundle.signature()), "another signature");
    requireSigner(signature.object("publicKey").base64("content"));
  }

  private void requireSigner(Bytes pem) {
    Optional<Bytes> signer =
        Pem.parse(pem.utf8())
            .filter(blocks -> blocks.size() == 1)
            .map(blocks -> blocks.getFirst().content());
    require(signer.filter(certificate::equals).isPresent(), "another signer's");
  }

  private void envelopeV2(Members spec) {
    requireDigest(spec.object("payloadHash"), bundle.payload());
    requireSignature(only(spec.objects("signatures")));
  }

  /// As {@link #digestV1}.
  private void digestV2(Members spec) {
    requireDigest(spec.object("data"), bundle.signed());
    requireSignature(spec.object("signature"));
  }

  private static void requireDigest(Members hash, Bytes content) {
    require(
        hash.text("algorithm").equals("SHA2_256")
            && hash.base64("digest").equals(Digest.of(content).value()),
        "one about another payload");
  }

  private void requireSignature(Members signature) {
    require(signature.base64("content").equals(bundle.signature()), "another signature");
    Bytes signer = signature.object("verifier").object("x509Certificate").base64("rawBytes");
    require(signer.equals(certificate), "another signer's");
  }

  private static Members only(List<Members> signatures) {
    require(signatures.size() == 1, "one with several signatures");
    return signatures.getFirst();
  }

  private static void require(boolean holds, String found) {
    if (!holds) {
      throw LogEntry.wrong(found);
    }
  }
}
