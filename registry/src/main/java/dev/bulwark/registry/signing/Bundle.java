package dev.bulwark.registry.signing;

import dev.bulwark.evidence.dsse.Envelope;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import java.util.List;

/// A Sigstore bundle over a DSSE envelope with one signature: untrusted until {@link Trust} says
/// otherwise.
///
/// @param logEntries transparency log entries as they were written
/// @param timestamps RFC 3161 responses
/// @param payload what was signed
record Bundle(
    Material material,
    List<Json.Obj> logEntries,
    List<Bytes> timestamps,
    Bytes payload,
    Bytes signature) {
  static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  /// Who is said to have signed.
  sealed interface Material {
    /// A key somebody knows: hexadecimal SHA-256 of its PEM text.
    record Hint(String hint) implements Material {}

    /// A key as bundles before v1.1 carried it: base64 of PEM text.
    record RawKey(Bytes bytes, String details) implements Material {}

    /// Certificates in DER, the signer's first.
    record Chain(List<Bytes> certificates) implements Material {
      public Chain {
        certificates = List.copyOf(certificates);
      }
    }

    /// One short-lived certificate in DER.
    record Certificate(Bytes certificate) implements Material {}
  }

  Bundle {
    logEntries = List.copyOf(logEntries);
    timestamps = List.copyOf(timestamps);
  }

  /// The bytes the signature is taken over.
  Bytes signed() {
    return Envelope.pae(Envelope.IN_TOTO, payload);
  }

  /// The bundle as this package writes it; `tlogEntries` is there and empty, as in the reference.
  Json.Obj json() {
    return Json.object()
        .put("mediaType", MEDIA_TYPE)
        .put("verificationMaterial", materialJson())
        .put("dsseEnvelope", envelope())
        .build();
  }

  private Json.Obj materialJson() {
    Json.Builder json = Json.object();
    switch (material) {
      case Material.Hint(String hint) ->
          json.put("publicKey", Json.object().put("hint", hint).build());
      case Material.RawKey(Bytes bytes, String details) ->
          json.put(
              "publicKey",
              Json.object()
                  .put("rawBytes", Base64Text.render(bytes))
                  .put("keyDetails", details)
                  .build());
      case Material.Chain(List<Bytes> certificates) ->
          json.put(
              "x509CertificateChain",
              Json.object()
                  .put("certificates", Json.array(certificates.stream().map(Bundle::raw).toList()))
                  .build());
      case Material.Certificate(Bytes certificate) -> json.put("certificate", raw(certificate));
    }
    json.put("tlogEntries", Json.array(logEntries));
    if (!timestamps.isEmpty()) {
      json.put(
          "timestampVerificationData",
          Json.object()
              .put(
                  "rfc3161Timestamps",
                  Json.array(
                      timestamps.stream()
                          .map(
                              timestamp ->
                                  Json.object()
                                      .put("signedTimestamp", Base64Text.render(timestamp))
                                      .build())
                          .toList()))
              .build());
    }
    return json.build();
  }

  private static Json.Obj raw(Bytes certificate) {
    return Json.object().put("rawBytes", Base64Text.render(certificate)).build();
  }

  private Json.Obj envelope() {
    return Json.object()
        .put("payload", Base64Text.render(payload))
        .put("payloadType", Envelope.IN_TOTO)
        .put(
            "signatures",
            Json.array(
                List.of(
                    Json.object()
                        .put("sig", Base64Text.render(signature))
                        .put("keyid", "")
                        .build())))
        .build();
  }
}
