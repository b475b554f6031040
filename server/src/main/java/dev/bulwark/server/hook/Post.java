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
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// One POST by HTTP/1.1 over a connection of its own, to the very address that was checked: a
/// client that asks for the name again could be led elsewhere (DNS rebinding).
///
/// Certificate and name are verified. Redirects are answers like others. Bounded: five seconds to
/// connect, a time for the rest of it, 8 KiB of headers, 1 KiB of body read and thrown away.
final class Post implements Sender {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int MOST_HEADERS = 8 << 10;
  private static final int MOST_BODY = 1 << 10;
  private static final int MOST_ADDRESSES = 3;
  private static final int MOST_INTERIM = 3;
  private static final String END = "\r\n\r\n";
  private static final Pattern STATUS =
      Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: [^\\r\\n]*)?");
  private static final Pattern RETRY =
      Pattern.compile("(?im)^retry-after:[ \\t]*(\\d{1,6})[ \\t]*$");

  private final Reach reach;
  private final Supplier<SSLContext> tls;
  private final Duration patience;

  /// @param patience for all of one post once it is connected
  Post(Reach reach, Supplier<SSLContext> tls, Duration patience) {
    this.reach = reach;
    this.tls = tls;
    this.patience = patience;
  }

  @Override
  public Answer post(URI to, SequencedMap<String, String> headers, Bytes body) {
    try {
      Reach.Place place = reach.resolve(to);
      try (Socket plain = connected(place);
          Deadline deadline = new Deadline(plain, patience)) {
        return deadline.within(
            () -> {
              try (Socket socket = place.encrypted() ? secured(plain, place) : plain) {
                write(socket.getOutputStream(), place, headers, body);
                return read(socket.getInputStream());
              }
            });
      }
    } catch (UnknownHostException e) {
      return new Answer.None("its name leads nowhere");
    } catch (Reach.NotThere e) {
      return new Answer.None("its name leads to an address that is not public and not allowed");
    } catch (SocketTimeoutException e) {
      return new Answer.None("it did not answer in time");
    } catch (SSLException e) {
      return new Answer.None("it was not reached securely: look at its certificate");
    } catch (IOException e) {
      return new Answer.None("the connection was refused, or cut before an answer");
    }
  }

  private static Socket connected(Reach.Place place) throws IOException {
    IOException last = new IOException("no address");
    for (InetAddress address : place.addresses().stream().limit(MOST_ADDRESSES).toList()) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, place.port()), (int) CONNECT.toMillis());
        return socket;
      } catch (IOException e) {
        socket.close();
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

  /// Closes a connection when time is up: a receiver that sends a byte a minute keeps nobody.
  private static final class Deadline implements AutoCloseable {
    private final Thread waiting;
    private volatile boolean passed;

    Deadline(Socket socket, Duration patience) {
      this.waiting = Thread.ofVirtual().start(() -> closeAfter(socket, patience));
    }

    private void closeAfter(Socket socket, Duration patience) {
      try {
        Thread.sleep(patience);
        passed = true;
        socket.close();
      } catch (InterruptedException e) {
        // It was over in time.
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        // Whoever reads finds it closed either way.
        return;
      }
    }

    /// What is sent and read.
    private interface Exchange {
      Answer run() throws IOException;
    }

    Answer within(Exchange exchange) throws IOException {
      try {
        return exchange.run();
      } catch (IOException e) {
        if (passed) {
          throw new SocketTimeoutException("time is up");
        }
        throw e;
      }
    }

    @Override
    public void close() {
      waiting.interrupt();
    }
  }
}
