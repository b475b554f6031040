package dev.bulwark.server;

import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Somebody at the wire: keeps cookies, and sends what a test says, right or wrong.
final class Http {
  private static final Pattern FORM_TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  private final String address;
  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient client;

  Http(String address) {
    this.address = address;
    this.client =
        HttpClient.newBuilder()
            .sslContext(trusting())
            .cookieHandler(cookies)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  /// Begins an account and stays signed in.
  static Http begin(String address, String link, String name) {
    Http http = new Http(address);
    HttpResponse<String> answer =
        http.submit(
            link.substring(link.indexOf("/begin")),
            "/begin",
            "link",
            link.substring(link.indexOf('=') + 1),
            "name",
            name,
            "password",
            RunningServer.PASSWORD,
            "again",
            RunningServer.PASSWORD);
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.statusCode() + " " + answer.body());
    }
    return http;
  }

  HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(path.startsWith("https:") ? path : address + path))
        .timeout(Duration.ofSeconds(60));
  }

  HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path) {
    return send(to(path).header("Accept", "text/html").GET().build());
  }

  /// A new account by an administrator's link.
  Http invited(String name, String... roles) {
    String[] form = new String[2 + 2 * roles.length];
    form[0] = "where";
    form[1] = "*";
    for (int i = 0; i < roles.length; i++) {
      form[2 + 2 * i] = "role";
      form[3 + 2 * i] = roles[i];
    }
    Matcher link =
        Pattern.compile("https://[^<]+/begin\\?link=[^<]+")
            .matcher(submit("/people", "/people/invitations", form).body());
    if (!link.find()) {
      throw new AssertionError("no link");
    }
    return begin(address, link.group(), name);
  }

  /// An answer that stays open.
  HttpResponse<java.io.InputStream> follow(String path) {
    try {
      return client.send(to(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void download(String path, java.nio.file.Path file) {
    try {
      client.send(to(path).GET().build(), HttpResponse.BodyHandlers.ofFile(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> api(String method, String path, String token) {
    HttpRequest.Builder request =
        to(path).header("Accept", "application/json").method(method, none());
    return send(
        (token.isEmpty() ? request : request.header("Authorization", "Bearer " + token)).build());
  }

  static HttpRequest.BodyPublisher none() {
    return HttpRequest.BodyPublishers.noBody();
  }

  /// Loads a page for its form's mark, then posts.
  HttpResponse<String> submit(String page, String path, String... form) {
    Matcher token = FORM_TOKEN.matcher(get(page).body());
    String mark = token.find() ? token.group(1) : "";
    String[] all = new String[form.length + 2];
    System.arraycopy(form, 0, all, 0, form.length);
    all[form.length] = "_csrf";
    all[form.length + 1] = mark;
    return post(path, all);
  }

  HttpResponse<String> post(String path, String... form) {
    StringBuilder body = new StringBuilder();
    for (int i = 0; i < form.length; i += 2) {
      body.append(i == 0 ? "" : "&")
          .append(encode(form[i]))
          .append('=')
          .append(encode(form[i + 1]));
    }
    return send(
        to(path)
            .header("Accept", "text/html")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  Optional<String> cookie(String name) {
    return cookies.getCookieStore().getCookies().stream()
        .filter(cookie -> cookie.getName().equals(name))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  /// Puts a cookie into the browser, as somebody else might.
  void plant(String name, String value) {
    HttpCookie cookie = new HttpCookie(name, value);
    cookie.setPath("/");
    cookie.setVersion(0);
    cookie.setSecure(true);
    cookies.getCookieStore().add(URI.create(address), cookie);
  }

  static SSLContext trusting() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The certificate was made a moment ago by the server under test.
  private static final class Trusting extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}
  }
}
