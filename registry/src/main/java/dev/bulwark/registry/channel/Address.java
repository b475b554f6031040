package dev.bulwark.registry.channel;

import dev.bulwark.evidence.json.Members;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.registry.RegistryFault;
import java.net.URI;
import java.net.URISyntaxException;

/// Where something is fetched from.
///
/// @param authority certificates in PEM that the server's must lead to; empty for those the machine
///   trusts
/// @param insecureHttp whether plain `http` is taken, which anybody on the way can answer
public record Address(URI uri, String authority, boolean insecureHttp) {

  /// @throws RegistryFault `registry-invalid`
  public static Address of(String text, String authority, boolean insecureHttp) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new RegistryFault(RegistryFault.INVALID, expected("something else"), e);
    }
    String scheme = String.valueOf(uri.getScheme());
    if (!scheme.equals("https") && !(scheme.equals("http") && insecureHttp)) {
      throw new RegistryFault(
          RegistryFault.INVALID,
          expected("the scheme " + scheme)
              + (scheme.equals("http") ? ", which anybody on the way can answer" : ""));
    }
    if (uri.getHost() == null || uri.getUserInfo() != null || uri.getFragment() != null) {
      throw new RegistryFault(
          RegistryFault.INVALID, expected("one without a host, or with a user or a fragment"));
    }
    return new Address(uri, authority, insecureHttp);
  }

  private static String expected(String found) {
    return "expected an address such as https://releases.example.org/scorer/index.json, found "
        + found;
  }

  /// In a few words, for people.
  String text() {
    return uri + (insecureHttp ? " (insecure http)" : "");
  }

  Json.Obj json() {
    return Json.object()
        .put("url", uri.toString())
        .put("authority", authority)
        .put("insecureHttp", insecureHttp)
        .build();
  }

  static Address parse(Members members) {
    members.only("url", "authority", "insecureHttp");
    return of(
        members.word("url"),
        members.text("authority"),
        members.value("insecureHttp").equals(Json.of(true)));
  }
}
