package dev.bulwark.server.console;

import dev.bulwark.evidence.passkey.PasskeyAlgorithm;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.passkey.Ceremonies;
import dev.bulwark.server.passkey.Site;
import dev.bulwark.server.passkey.StoredPasskey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/// What the script gives to the browser: a challenge and who may answer it. Bytes are base64url.
public final class PasskeyOptions {
  private final Site site;

  public PasskeyOptions(Site site) {
    this.site = site;
  }

  /// @param asked empty at the door, where any passkey of this site may answer
  ResponseEntity<byte[]> toConfirm(Digest challenge, Collection<StoredPasskey> asked) {
    return answer(
        Json.object()
            .put("allow", credentials(asked))
            .put("challenge", base64(challenge.value()))
            .put("site", site.relyingParty())
            .build());
  }

  ResponseEntity<byte[]> toMake(Digest challenge, String account, Collection<StoredPasskey> known) {
    return answer(
        Json.object()
            .put("account", account)
            .put(
                "algorithms",
                Json.array(
                    Arrays.stream(PasskeyAlgorithm.values())
                        .map(each -> Json.of(each.cose()))
                        .toList()))
            .put("challenge", base64(challenge.value()))
            .put("exclude", credentials(known))
            .put("handle", base64(Ceremonies.handle(account)))
            .put("site", site.relyingParty())
            .build());
  }

  private static Json.Arr credentials(Collection<StoredPasskey> passkeys) {
    return Json.texts(passkeys.stream().map(each -> base64(each.key().credential())).toList());
  }

  private static String base64(Bytes bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toArray());
  }

  private static ResponseEntity<byte[]> answer(Json.Obj options) {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .body(options.canonicalBytes().toArray());
  }
}
