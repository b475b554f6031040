package dev.bulwark.registry.signing;

import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.signing.Bundle.Material;
import dev.bulwark.registry.signing.TreeVerification.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads bytes as a bundle, strictly: what no signature covers may hold nothing that is not
/// understood and checked.
final class BundleReader {
  static final ByteSize MAX_SIZE = ByteSize.ofMib(48);

  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(MAX_SIZE, 32);
  private static final int MAX_CERTIFICATES = 10;
  private static final int MAX_TIMESTAMPS = 16;
  private static final int MAX_LOG_ENTRIES = 16;
  private static final Set<String> MEDIA_TYPES =
      Set.of(
          Bundle.MEDIA_TYPE,
          "application/vnd.dev.sigstore.bundle+json;version=0.1",
          "application/vnd.dev.sigstore.bundle+json;version=0.2",
          "application/vnd.dev.sigstore.bundle+json;version=0.3");

  private BundleReader() {}

  /// @throws Refusal `bundle-malformed`, `bundle-kind-unknown`, `over-limit`
  static Bundle read(Bytes text) {
    try {
      Members bundle =
          Members.of(EvidenceFault.ENVELOPE_MALFORMED, JsonReader.readObject(text, BOUNDS));
      requireKind(bundle);
      bundle.only("mediaType", "verificationMaterial", "dsseEnvelope");
      return parts(bundle.object("verificationMaterial"), bundle.object("dsseEnvelope"));
    } catch (EvidenceFault e) {
      boolean overLimit = e.type().equals(EvidenceFault.JSON_OVER_LIMIT);
      throw new Refusal(
          overLimit ? Reason.OVER_LIMIT : Reason.BUNDLE_MALFORMED, "the bundle: " + e.getMessage());
    }
  }

  private static void requireKind(Members bundle) {
    if (!MEDIA_TYPES.contains(bundle.text("mediaType"))) {
      throw new Refusal(
          Reason.BUNDLE_KIND_UNKNOWN,
          "expected a Sigstore bundle v0.1 to v0.3 (mediaType %s), found another"
              .formatted(Bundle.MEDIA_TYPE));
    }
    if (bundle.has("messageSignature")) {
      throw new Refusal(
          Reason.BUNDLE_KIND_UNKNOWN,
          "expected a bundle over a DSSE envelope, found one over a message digest");
    }
  }

  private static Bundle parts(Members material, Members envelope) {
    material.only(
        "publicKey",
        "x509CertificateChain",
        "certificate",
        "tlogEntries",
        "timestampVerificationData");
    envelope.only("payload", "payloadType", "signatures");
    if (!envelope.text("payloadType").equals(Envelope.IN_TOTO)) {
      throw envelope.wrong("payloadType", Envelope.IN_TOTO);
    }
    return new Bundle(
        material(material),
        logEntries(material),
        timestamps(material),
        envelope.base64("payload"),
        signature(envelope));
  }

  private static Bytes signature(Members envelope) {
    List<Members> signatures = envelope.objects("signatures");
    if (signatures.size() != 1) {
      throw envelope.wrong("signatures", "exactly one signature");
    }
    Members signature = signatures.getFirst();
    signature.only("sig", "keyid");
    Optional<Json> keyId = signature.object().find("keyid");
    if (keyId.isPresent()
        && !keyId.get().equals(Json.of(""))
        && !keyId.get().equals(Json.Null.NULL)) {
      throw signature.wrong("keyid", "nothing, an empty text or null");
    }
    return signature.base64("sig");
  }

  private static Material material(Members members) {
    List<Material> found = new ArrayList<>();
    if (members.has("publicKey")) {
      found.add(publicKey(members.object("publicKey")));
    }
    if (members.has("x509CertificateChain")) {
      found.add(chain(members.object("x509CertificateChain")));
    }
    if (members.has("certificate")) {
      Members certificate = members.object("certificate");
      certificate.only("rawBytes");
      found.add(new Material.Certificate(certificate.base64("rawBytes")));
    }
    if (found.size() != 1) {
      throw new Refusal(
          Reason.BUNDLE_MALFORMED,
          "expected one of publicKey, x509CertificateChain and certificate in the bundle, found "
              + found.size());
    }
    return found.getFirst();
  }

  private static Material publicKey(Members key) {
    key.only("hint", "rawBytes", "keyDetails");
    if (key.has("rawBytes") && !key.has("hint")) {
      return new Material.RawKey(key.base64("rawBytes"), key.text("keyDetails"));
    }
    key.only("hint");
    return new Material.Hint(key.text("hint"));
  }

  private static Material chain(Members chain) {
    chain.only("certificates");
    List<Bytes> certificates = new ArrayList<>();
    for (Members certificate : chain.objects("certificates")) {
      certificate.only("rawBytes");
      certificates.add(certificate.base64("rawBytes"));
    }
    if (certificates.isEmpty() || certificates.size() > MAX_CERTIFICATES) {
      throw chain.wrong("certificates", "from 1 to " + MAX_CERTIFICATES + " certificates");
    }
    return new Material.Chain(certificates);
  }

  private static List<Json.Obj> logEntries(Members material) {
    if (!material.has("tlogEntries")) {
      return List.of();
    }
    List<Members> entries = material.objects("tlogEntries");
    if (entries.size() > MAX_LOG_ENTRIES) {
      throw material.wrong("tlogEntries", "at most " + MAX_LOG_ENTRIES + " entries");
    }
    return entries.stream().map(Members::object).toList();
  }

  private static List<Bytes> timestamps(Members material) {
    Optional<Json> data = material.object().find("timestampVerificationData");
    if (data.isEmpty() || data.get().equals(Json.Null.NULL)) {
      return List.of();
    }
    Members timestamps = material.object("timestampVerificationData");
    timestamps.only("rfc3161Timestamps");
    if (!timestamps.has("rfc3161Timestamps")) {
      return List.of();
    }
    List<Bytes> responses = new ArrayList<>();
    for (Members response : timestamps.objects("rfc3161Timestamps")) {
      response.only("signedTimestamp");
      responses.add(response.base64("signedTimestamp"));
    }
    if (responses.size() > MAX_TIMESTAMPS) {
      throw timestamps.wrong("rfc3161Timestamps", "at most " + MAX_TIMESTAMPS + " timestamps");
    }
    return responses;
  }
}
