package dev.bulwark.project.remote;

import dev.bulwark.kernel.json.Json;
import java.net.URI;

/// What is kept of a server somebody logged in to.
///
/// @param address `https://host:port`, without a slash at the end
/// @param token `bulwark_…`; a secret
/// @param trust why it is believed
public record Login(URI address, String token, Trust trust) {
  public Login {
    if (!"https".equals(address.getScheme()) || address.getHost() == null) {
      throw new IllegalArgumentException("a server is reached by https");
    }
  }

  /// @throws IllegalArgumentException for another address than an https one
  public static URI address(String text) {
    URI uri = URI.create(text.strip().replaceAll("/+$", ""));
    if (!"https".equals(uri.getScheme()) || uri.getHost() == null || uri.getQuery() != null) {
      throw new IllegalArgumentException("a server is reached by https");
    }
    return uri;
  }

  Json.Obj json() {
    Json.Builder object = Json.object().put("address", address.toString()).put("token", token);
    switch (trust) {
      case Trust.Machine _ -> {}
      case Trust.Authority(String pem) -> object.put("authority", pem);
      case Trust.Pinned(String sha256) -> object.put("fingerprint", sha256);
    }
    return object.build();
  }

  /// @throws IllegalArgumentException for another shape
  static Login of(Json.Obj json) {
    Trust trust =
        json.find("fingerprint").isPresent()
            ? new Trust.Pinned(text(json, "fingerprint"))
            : json.find("authority").isPresent()
                ? new Trust.Authority(text(json, "authority"))
                : new Trust.Machine();
    return new Login(address(text(json, "address")), text(json, "token"), trust);
  }

  private static String text(Json.Obj json, String name) {
    return json.text(name).orElseThrow(() -> new IllegalArgumentException("no text " + name));
  }

  /// Without the token.
  @Override
  public String toString() {
    return address.toString();
  }
}
