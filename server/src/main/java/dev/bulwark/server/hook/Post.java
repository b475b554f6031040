package dev.bulwark.server.hook;

import dev.bulwark.kernel.bytes.Bytes;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/// One POST by HTTP/1.1 over a connection of its own, to the very address that was checked: a
/// client that asks for the name again could be led elsewhere (DNS rebinding).
///
/// Certificate and name are verified. Redirects are answers like others. Bounded: a time for all of
/// it, from the question for the name on, of which five seconds to connect to each of three
/// addresses; 8 KiB of headers, 1 KiB of body read and thrown away. A resolver that hangs is left
/// behind with its thread: there is no way to cut it off.
final class Post implements Sender {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int MOST_HEADERS = 8 << 10;
  private static final int MOST_BODY = 1 << 10;
  private static final int MOST_ADDRESSES = 3;
  private static final int MOST_INTERIM = 3;
  private static final Answer LATE = new Answer.None("it did not answer in time");
  private static final String END = "\r\n\r\n";
  private static final Pattern STATUS =
      Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: [^\\r\\n]*)?");
  private static final Pattern RETRY =
      Pattern.compile("(?im)^retry-after:[ \\t]*(\\d{1,6})[ \\t]*$");

  private final Reach reach;
  private final Supplier<SSLContext> tls;
  private final Duration patience;

  /// @param patience for all of one post
  Post(Reach reach, Supplier<SSLContext> tls, Duration patience) {
    this.reach = reach;
    this.tls = tls;
    this.patience = patience;
  }

  @Override
  public Answer post(URI to, SequencedMap<String, String> headers, Bytes body) {
    Line line = new Line();
    FutureTask<Answer> exchange = new FutureTask<>(() -> exchange(line, to, headers, body));
    Thread.ofVirtual().start(exchange);
    try (line) {
      return exchange.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return LATE;
    } catch (ExecutionException e) {
      return none(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer.None("the server is stopping");
    }
  }

  private static Answer none(@Nullable Throwable cause) {
    return switch (cause) {
      case UnknownHostException _ -> new Answer.None("its name leads nowhere");
      case Reach.NotThere _ ->
          new Answer.None("its name leads to an address that is not public and not allowed");
      case SocketTimeoutException _ -> LATE;
      case SSLException _ ->
          new Answer.None("it was not reached securely: look at its certificate");
      case IOException _ -> new Answer.None("the connection was refused, or cut before an answer");
      case null, default -> new Answer.None("its address cannot be called");
    };
  }

  private Answer exchange(Line line, URI to, SequencedMap<String, String> headers, Bytes body)
      throws IOException, Reach.NotThere {
    Reach.Place place = reach.resolve(to);
    Socket plain = connected(line, place);
    try (Socket socket = place.encrypted() ? secured(plain, place) : plain) {
      write(socket.getOutputStream(), place, headers, body);
      return read(socket.getInputStream());
    }
  }

  private static Socket connected(Line line, Reach.Place place) throws IOException {
    IOException last = new IOException("no address");
    for (InetAddress address : place.addresses().stream().limit(MOST_ADDRESSES).toList()) {
      Socket socket = line.next();
      try {
        socket.connect(new InetSocketAddress(address, place.port()), (int) CONNECT.toMillis());
        return socket;
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private Socket secured(Socket plain, Reach.Place place) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            tls.get().getSocketFactory().createSocket(plain, place.host(), place.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static void write(
      OutputStream out, Reach.Place place, SequencedMap<String, String> headers, Bytes body)
      throws IOException {
    URI uri = place.uri();
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    StringBuilder head = new StringBuilder();
    head.append("POST ")
        .append(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery())
        .append(" HTTP/1.1\r\nHost: ")
        .append(uri.getRawAuthority())
        .append("\r\nUser-Agent: Bulwark\r\nConnection: close\r\nContent-Type: application/json")
        .append("\r\nContent-Length: ")
        .append(body.size())
        .append("\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("\r\n");
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
    whole.writeBytes(body.toArray());
    whole.writeTo(out);
    out.flush();
  }

  private static Answer read(InputStream from) throws IOException {
    InputStream in = new BufferedInputStream(from, MOST_BODY);
    for (int block = 0; block <= MOST_INTERIM; block++) {
      String head = head(in);
      int end = head.indexOf("\r\n");
      Matcher status = STATUS.matcher(end < 0 ? head : head.substring(0, end));
      if (!status.matches()) {
        return new Answer.None("what answered does not speak HTTP");
      }
      int code = Integer.parseInt(status.group(1));
      if (code / 100 != 1) {
        drain(in);
        Matcher later = RETRY.matcher(head.replace("\r\n", "\n"));
        return new Answer.Status(
            code,
            later.find()
                ? Optional.of(Duration.ofSeconds(Long.parseLong(later.group(1))))
                : Optional.empty());
      }
    }
    return new Answer.None("it answered that it would answer, and did not");
  }

  /// Status line and headers.
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < END.length() || head.indexOf(END, head.length() - END.length()) < 0) {
      int next = in.read();
      if (next < 0 || head.length() >= MOST_HEADERS) {
        throw new IOException("no end of headers");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /// A receiver that is answered politely logs no broken connection. What it says is not kept.
  private static void drain(InputStream in) {
    try {
      in.readNBytes(MOST_BODY);
    } catch (IOException e) {
      // The status is known: nothing more is asked of it.
      return;
    }
  }

  /// The connection of one post. Closed, it cuts off whoever connects, reads or writes: a receiver
  /// that sends a byte a minute keeps nobody.
  private static final class Line implements AutoCloseable {
    private Socket socket = new Socket();
    private boolean over;

    /// A connection that is not made yet; the one before is closed.
    ///
    /// @throws SocketTimeoutException when time is up
    synchronized Socket next() throws IOException {
      socket.close();
      if (over) {
        throw new SocketTimeoutException("time is up");
      }
      socket = new Socket();
      return socket;
    }

    @Override
    public synchronized void close() {
      over = true;
      try {
        socket.close();
      } catch (IOException e) {
        // Whoever reads finds it closed either way.
        return;
      }
    }
  }
}
