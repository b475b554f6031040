package dev.bulwark.evidence.passkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.fault.EvidenceFault;
import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PasskeyWordTest {
  private static final Json.Obj TEXT = Json.object().put("decision", "approve").build();
  private static final String ORIGIN = "https://" + PaperPasskey.SITE;

  private final PaperPasskey paper = new PaperPasskey("a credential's id");

  /// DER up to the key itself, of P-256 (RFC 5480) and Ed25519 (RFC 8410).
  private static final String P256 = "3059301306072a8648ce3d020106082a8648ce3d03010703420004";

  private static final String ED25519 = "302a300506032b6570032100";

  /// Assertions of the W3C's own test vectors (WebAuthn Level 3, section 16).
  ///
  /// @param expected what {@link PasskeyWord#objection} says of one that is not over our text
  private record Vector(
      PasskeyAlgorithm algorithm,
      String key,
      String credential,
      String challenge,
      String data,
      String client,
      String signature,
      String expected) {
    PasskeyWord word() {
      return new PasskeyWord(
          new Passkey(algorithm, Bytes.parseHex(credential), Bytes.parseHex(key), "example.org"),
          Bytes.parseHex(data),
          Bytes.parseHex(client),
          Bytes.EMPTY,
          Bytes.parseHex(signature));
    }
  }

  private static final String SITE =
      "bfabc37432958b063360d3ad6461c9c4735ae7f8edd46592a5e0f01452b2e4b5";
  private static final String BEGIN =
      "7b2274797065223a22776562617574686e2e676574222c226368616c6c656e6765223a22";
  private static final String OURS =
      "222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a66616c73657d";

  private static final List<Vector> VECTORS =
      List.of(
          new Vector(
              PasskeyAlgorithm.ES256,
              P256
                  + "afefa16f97ca9b2d23eb86ccb64098d20db90856062eb249c33a9b672f26df61"
                  + "930a56b87a2fca66334b03458abf879717c12cc68ed73290af2e2664796b9220",
              "f91f391db4c9b2fde0ea70189cba3fb63f579ba6122b33ad94ff3ec330084be4",
              "39c0e7521417ba54d43e8dc95174f423dee9bf3cd804ff6d65c857c9abf4d408",
              SITE + "1900000000",
              BEGIN
                  + "4f63446e55685158756c5455506f334a5558543049393770767a7a59425039745a63685879617630314167"
                  + OURS,
              "3046022100f50a4e2e4409249c4a853ba361282f09841df4dd4547a13a87780218deffcd380221008480ac0f0b93538174f575bf11a1dd5d78c6e486013f937295ea13653e331e87",
              "present and verified"),
          new Vector(
              PasskeyAlgorithm.ES256,
              P256
                  + "22200a473f90b11078851550d03b4e44a2279f8c4eca27b3153dedfe03e4e97d"
                  + "cbd0be95e746ad6f5a8191be11756e4c0420e72f65b466d39bc56b8b123a9c6e",
              "6e1050c0d2ca2f07c755cb2c66a74c64fa43065c18f938354d9915db2bd5ce57",
              "876aa517ba83fdee65fcffdbca4c84eeae5d54f8041a1fc85c991e5bbb273137",
              SITE + "0500000000",
              BEGIN
                  + "6832716c463771445f65356c5f505f62796b7945377135645650674547685f49584a6b655737736e4d5463222c226f726967696e223a2268747470733a2f2f6578616d706c652e6f7267222c2263726f73734f726967696e223a747275652c22657874726144617461223a22636c69656e74446174614a534f4e206d617920626520657874656e6465642077697468206164646974696f6e616c206669656c647320696e20746865206675747572652c207375636820617320746869733a2039327063545644304162792d713464746d6a36656667227d",
              "3046022100eb12fcf23b12764c0f122e22371fab92e283879fd798f38ee1841c951b6e40e7022100c76237ff9db77b3c56f30837cda6a09acfa2e915544e609c0733b1184036d1cf",
              "challenge"),
          new Vector(
              PasskeyAlgorithm.EDDSA,
              ED25519 + "44e06ddd331c36a8dc667bab52bcae63486c916aa5e339e6acebaa84934bf832",
              "ce9f840ed96599580cd140fbc7bb3230633f50f61041aff73308ae71caa8a2bd",
              "895957e01c633a698348a2d8a31a54b7db27e8c1c43b2080d79ae2190267bfd2",
              SITE + "0100000000",
              BEGIN
                  + "69566c583442786a4f6d6d44534b4c596f7870557439736e364d48454f7943413135726947514a6e763949"
                  + OURS,
              "f5c59c7e46c34f6f8cc197101ddf9934fa2595f68eb1913a637e8419eb9ba4cfdfc48f85393bc0d40b011f0d6fecb097d6607525713223a0dc0d453993dae00b",
              "present and verified"));

  @Test
  void theSignaturesOfTheStandardsVectorsHold() {
    for (Vector vector : VECTORS) {
      assertThat(vector.word().holds()).as(vector.credential()).isTrue();
      assertThat(vector.word().objection(TEXT)).get().asString().contains(vector.expected());
    }
    assertThat(VECTORS.get(0).word().objection(Digest.ofHex(VECTORS.get(0).challenge()))).isEmpty();
    assertThat(VECTORS.get(2).word().objection(Digest.ofHex(VECTORS.get(2).challenge()))).isEmpty();
    assertThat(VECTORS.get(1).word().objection(Digest.ofHex(VECTORS.get(1).challenge())))
        .as("a page inside another's")
        .hasValueSatisfying(why -> assertThat(why).contains("a page of example.org"));
  }

  @Test
  void aWordOnTheTextHoldsAndSurvivesItsJson() {
    PasskeyWord word = paper.word(TEXT);
    assertThat(word.objection(TEXT)).isEmpty();
    assertThat(PasskeyWord.parse(Members.of(EvidenceFault.PREDICATE_MALFORMED, word.json())))
        .isEqualTo(word);
  }

  @Test
  void aWordOnAnotherTextIsNone() {
    Json.Obj other = Json.object().put("decision", "reject").build();
    assertThat(paper.word(TEXT).objection(other)).get().asString().contains("challenge");
  }

  private void refused(String client, String site, int flags, String why) {
    assertThat(paper.word(TEXT, client, site, flags).objection(TEXT))
        .as(client)
        .hasValueSatisfying(said -> assertThat(said).contains(why));
  }

  @Test
  void whatIsSignedMustBeAnAssertionForThisSiteByAVerifiedPerson() {
    String good = PaperPasskey.client(TEXT, "webauthn.get", ORIGIN);
    refused(good, "example.org", PaperPasskey.VERIFIED, "data for bulwark.example.org");
    refused(good, PaperPasskey.SITE, 0x01, "verified");
    refused(good, PaperPasskey.SITE, 0x04, "present");
    refused(
        PaperPasskey.client(TEXT, "webauthn.create", ORIGIN), PaperPasskey.SITE, 5, "assertion");
    refused("{}", PaperPasskey.SITE, 5, "client data");
    refused(good.replace("false", "true"), PaperPasskey.SITE, 5, "a page of bulwark.example.org");
    for (String origin :
        List.of(
            "http://" + PaperPasskey.SITE,
            "https://example.org",
            "https://evil-" + PaperPasskey.SITE,
            "https://" + PaperPasskey.SITE + ".evil.org",
            "https://" + PaperPasskey.SITE + "@evil.org",
            "https://evil.org/" + PaperPasskey.SITE,
            "https://" + PaperPasskey.SITE + "/path",
            "not an address")) {
      refused(PaperPasskey.client(TEXT, "webauthn.get", origin), PaperPasskey.SITE, 5, "a page of");
    }
    for (String origin : List.of(ORIGIN + ":8443", "https://eu." + PaperPasskey.SITE)) {
      assertThat(
              paper
                  .word(
                      TEXT, PaperPasskey.client(TEXT, "webauthn.get", origin), PaperPasskey.SITE, 5)
                  .objection(TEXT))
          .as(origin)
          .isEmpty();
    }
  }

  @Test
  void everyChangedByteIsNoticed() {
    PasskeyWord word = paper.word(TEXT);
    for (int i = 0; i < word.authenticatorData().size(); i++) {
      assertThat(
              new PasskeyWord(
                      word.key(),
                      flipped(word.authenticatorData(), i),
                      word.clientData(),
                      word.nonce(),
                      word.signature())
                  .objection(TEXT))
          .as("data %d", i)
          .isPresent();
    }
    for (int i = 0; i < word.clientData().size(); i++) {
      assertThat(
              new PasskeyWord(
                      word.key(),
                      word.authenticatorData(),
                      flipped(word.clientData(), i),
                      word.nonce(),
                      word.signature())
                  .objection(TEXT))
          .as("client %d", i)
          .isPresent();
    }
    for (int i = 0; i < word.signature().size(); i++) {
      assertThat(
              new PasskeyWord(
                      word.key(),
                      word.authenticatorData(),
                      word.clientData(),
                      word.nonce(),
                      flipped(word.signature(), i))
                  .objection(TEXT))
          .as("signature %d", i)
          .isPresent();
    }
  }

  private static Bytes flipped(Bytes bytes, int at) {
    byte[] copy = bytes.toArray();
    copy[at] ^= 0x01;
    return Bytes.of(copy);
  }

  @Test
  void aKeyOfAnotherKindOrSizeIsNoPasskey() {
    Passkey good = paper.passkey();
    for (PasskeyAlgorithm other : List.of(PasskeyAlgorithm.ES256, PasskeyAlgorithm.RS256)) {
      malformed(() -> new Passkey(other, good.credential(), good.publicKey(), good.relyingParty()));
    }
    malformed(
        () -> new Passkey(good.algorithm(), Bytes.utf8("short"), good.publicKey(), "example.org"));
    malformed(() -> new Passkey(good.algorithm(), good.credential(), Bytes.EMPTY, "example.org"));
    malformed(
        () -> new Passkey(good.algorithm(), good.credential(), good.publicKey(), "Not A Domain"));
    malformed(
        () ->
            new Passkey(
                good.algorithm(),
                good.credential(),
                Bytes.concat(good.publicKey(), Bytes.utf8("x")),
                "example.org"));
  }

  private static void malformed(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EvidenceFault.class, e -> assertThat(e.type()).isEqualTo(EvidenceFault.KEY_MALFORMED));
  }
}
