package dev.bulwark.server;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Route;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server that lies to its browser.
final class Forged {
  private Forged() {}

  /// Fetches the true answer and changes one byte of one member.
  static void answer(Route route, String member) {
    APIResponse response = route.fetch();
    route.fulfill(
        new Route.FulfillOptions().setResponse(response).setBody(changed(response.text(), member)));
  }

  private static String changed(String json, String member) {
    if (member.equals("checkpoint")) {
      return json.replaceFirst("(\"checkpoint\":\"[^\\\\]+\\\\n)(\\d+)", "$19$2");
    }
    Matcher value = Pattern.compile("\"" + member + "\":\\[?\"([A-Za-z0-9+/=]+)\"").matcher(json);
    if (!value.find()) {
      throw new AssertionError("no member " + member);
    }
    byte[] bytes = Base64.getDecoder().decode(value.group(1));
    bytes[bytes.length / 2] ^= 1;
    return json.substring(0, value.start(1))
        + Base64.getEncoder().encodeToString(bytes)
        + json.substring(value.end(1));
  }
}
