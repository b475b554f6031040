package dev.bulwark.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.server.passkey.PaperAuthenticator;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Somebody at the wire who has a passkey.
record PasskeyHolder(Http http, PaperAuthenticator paper) {
  private static final Pattern CHALLENGE = Pattern.compile("\"challenge\":\"([^\"]+)\"");

  /// Registers one for somebody who is signed in.
  static PasskeyHolder of(RunningServer server, Http http, String name) {
    PasskeyHolder holder =
        new PasskeyHolder(http, new PaperAuthenticator(server.address(), "localhost", name));
    String made = holder.paper.make(holder.challenge("/account/passkeys/options"));
    HttpResponse<String> answer =
        http.submit(
            "/account",
            "/account/passkeys",
            "label",
            "paper",
            "attestation",
            made,
            "password",
            RunningServer.PASSWORD);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    return holder;
  }

  private Digest challenge(String path, String... form) {
    HttpResponse<String> answer = http.submit("/account", path, form);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Matcher found = CHALLENGE.matcher(answer.body());
    assertThat(found.find()).isTrue();
    return new Digest(Bytes.of(Base64.getUrlDecoder().decode(found.group(1))));
  }

  /// The passkey's word on what this address would have signed.
  String word(String path, String... form) {
    return paper.sign(challenge(path, form));
  }

  /// The passkey's word on a form alone.
  String wordOnForm(String path, String... form) {
    return word("/account/passkeys/challenge", with(form, "_for", path));
  }

  /// Sends a form with the password, which opens the key, and a word.
  HttpResponse<String> send(String path, String word, String... form) {
    return http.submit(
        "/account", path, with(form, "password", RunningServer.PASSWORD, "assertion", word));
  }

  static String[] with(String[] form, String... more) {
    return Stream.concat(Arrays.stream(form), Arrays.stream(more)).toArray(String[]::new);
  }
}
