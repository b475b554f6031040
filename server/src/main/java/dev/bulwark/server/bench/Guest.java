package dev.bulwark.server.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/// One person's browser as far as the wire shows it: one TLS connection that stays, cookies, forms.
/// HTTP/1.1 (RFC 9112). For one thread at a time.
final class Guest implements AutoCloseable {
  private static final Pattern FORM_MARK = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
  private static final int TIMEOUT_MILLIS = 60_000;

  private final SSLContext trust;
  private final URI server;
  private final Map<String, String> cookies = new TreeMap<>();
  private Socket socket;
  private InputStream in;
  private OutputStream out;

  /// What came back.
  record Answer(int status, String location, String body) {}

  Guest(SSLContext trust, URI server) throws IOException {
    this.trust = trust;
    this.server = server;
    this.socket = connect();
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    this.out = socket.getOutputStream();
  }

  private Socket connect() throws IOException {
    Socket fresh = trust.getSocketFactory().createSocket(server.getHost(), server.getPort());
    fresh.setTcpNoDelay(true);
    fresh.setSoTimeout(TIMEOUT_MILLIS);
    return fresh;
  }

  Answer get(String path) throws IOException {
    return again("GET " + path + " HTTP/1.1\r\n", "");
  }

  /// Loads a page for its form's mark, then posts.
  Answer submit(String page, String path, String... form) throws IOException {
    Matcher mark = FORM_MARK.matcher(get(page).body());
    StringBuilder body = new StringBuilder("_csrf=");
    body.append(mark.find() ? encoded(mark.group(1)) : "");
    for (int i = 0; i < form.length; i += 2) {
      body.append('&').append(form[i]).append('=').append(encoded(form[i + 1]));
    }
    return again(
        "POST "
            + path
            + " HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + body.length()
            + "\r\n",
        body.toString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// A connection that idled too long was closed by the server: opened once more.
  private Answer again(String head, String body) throws IOException {
    try {
      return exchange(head, body);
    } catch (IOException e) {
      socket.close();
      socket = connect();
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      out = socket.getOutputStream();
      return exchange(head, body);
    }
  }

  private Answer exchange(String head, String body) throws IOException {
    StringBuilder request = new StringBuilder(head);
    request.append("Host: ").append(server.getAuthority()).append("\r\nAccept: text/html\r\n");
    if (!cookies.isEmpty()) {
      request.append("Cookie: ");
      cookies.forEach((name, value) -> request.append(name).append('=').append(value).append("; "));
      request.setLength(request.length() - 2);
      request.append("\r\n");
    }
    out.write(request.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
    return answer();
  }

  private Answer answer() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    long length = -1;
    boolean chunked = false;
    String location = "";
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      String value = header.substring(colon + 1).strip();
      switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = Long.parseLong(value);
        case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
        case "location" -> location = value;
        case "set-cookie" -> keep(value);
        default -> {}
      }
    }
    byte[] body = chunked ? chunks() : in.readNBytes((int) Math.max(0, length));
    return new Answer(status, location, new String(body, StandardCharsets.UTF_8));
  }

  private void keep(String cookie) {
    String pair = cookie.split(";", 2)[0];
    int equals = pair.indexOf('=');
    cookies.put(pair.substring(0, equals), pair.substring(equals + 1));
  }

  private byte[] chunks() throws IOException {
    java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
    for (int size = chunk(); size > 0; size = chunk()) {
      all.write(in.readNBytes(size));
      line();
    }
    line();
    return all.toByteArray();
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
