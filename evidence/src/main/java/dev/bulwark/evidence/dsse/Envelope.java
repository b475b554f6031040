package dev.bulwark.evidence.dsse;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Base64Text;
import dev.bulwark.evidence.json.JsonReader;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.json.Json;
import java.util.ArrayList;
import java.util.List;

/// Bytes somebody signed, with the signatures: untrusted until a key says otherwise.
///
/// @param payloadType how to read the payload; signed along with it
/// @param payload any bytes
/// @param signatures at least one, at most 64
public record Envelope(String payloadType, Bytes payload, List<Signature> signatures) {
  /// The payload type of an in-toto statement.
  public static final String IN_TOTO = "application/vnd.in-toto+json";

  /// The largest envelope that is read.
  public static final ByteSize MAX_SIZE = ByteSize.ofMib(16);

  private static final int MAX_SIGNATURES = 64;
  private static final JsonReader.Bounds BOUNDS = new JsonReader.Bounds(MAX_SIZE, 8);

  /// One signature over the envelope's {@link #pae}.
  ///
  /// @param keyId a hint, not signed; empty when the signer left it out
  public record Signature(String keyId, Bytes value) {}

  public Envelope {
    signatures = List.copyOf(signatures);
    if (signatures.isEmpty() || signatures.size() > MAX_SIGNATURES) {
      throw new EvidenceFault(
          EvidenceFault.ENVELOPE_MALFORMED,
          "expected from 1 to %d signatures in an envelope, found %d"
              .formatted(MAX_SIGNATURES, signatures.size()));
    }
  }

  /// Parses the JSON envelope; members it does not know are passed over, as DSSE asks.
  ///
  /// @throws EvidenceFault `json-malformed`, `json-over-limit` or `envelope-malformed`
  public static Envelope parse(Bytes text) {
    Members envelope =
        Members.of(EvidenceFault.ENVELOPE_MALFORMED, JsonReader.readObject(text, BOUNDS));
    List<Signature> signatures = new ArrayList<>();
    for (Members signature : envelope.objects("signatures")) {
      signatures.add(
          new Signature(signature.textIfPresent("keyid").orElse(""), signature.base64("sig")));
    }
    return new Envelope(envelope.text("payloadType"), envelope.base64("payload"), signatures);
  }

  /// The bytes signatures are taken over (DSSE §PAE).
  public Bytes pae() {
    return pae(payloadType, payload);
  }

  public static Bytes pae(String payloadType, Bytes body) {
    Bytes type = Bytes.utf8(payloadType);
    return Bytes.concat(
        Bytes.utf8("DSSEv1 " + type.size() + " "), type, Bytes.utf8(" " + body.size() + " "), body);
  }

  public Json.Obj json() {
    return Json.object()
        .put("payloadType", payloadType)
        .put("payload", Base64Text.render(payload))
        .put("signatures", Json.array(signatures.stream().map(Envelope::json).toList()))
        .build();
  }

  /// The canonical JSON: how Bulwark writes an envelope.
  public Bytes bytes() {
    return json().canonicalBytes();
  }

  private static Json json(Signature signature) {
    return Json.object()
        .put("keyid", signature.keyId())
        .put("sig", Base64Text.render(signature.value()))
        .build();
  }
}
