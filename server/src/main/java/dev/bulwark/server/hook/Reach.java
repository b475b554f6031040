package dev.bulwark.server.hook;

import dev.bulwark.kernel.net.PublicAddress;
import dev.bulwark.server.ServerFault;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Where webhooks may go: port 443 of the public Internet, and what whoever runs the server listed.
///
/// An address is resolved once, and what it resolved to is what is connected to.
///
/// @param allowed `host:port`, in lower case; such a host may be private or this very machine,
///   never link-local or multicast
/// @param insecureHttpLoopback whether `http` to this very machine is taken, on any port
/// @param names asks for the addresses of a name
public record Reach(Set<String> allowed, boolean insecureHttpLoopback, Names names) {
  private static final int LONGEST = 1000;
  private static final int HTTPS = 443;
  private static final int HTTP = 80;
  private static final int HIGHEST_PORT = 65_535;

  public Reach {
    allowed = Set.copyOf(allowed);
  }

  /// Finds the addresses of a name.
  @FunctionalInterface
  public interface Names {
    InetAddress[] of(String host) throws UnknownHostException;
  }

  /// With the machine's own names.
  public static Reach of(Set<String> allowed, boolean insecureHttpLoopback) {
    return new Reach(allowed, insecureHttpLoopback, InetAddress::getAllByName);
  }

  /// Where something is posted to.
  ///
  /// @param addresses of its host, each of which may be connected to
  record Place(URI uri, List<InetAddress> addresses) {
    boolean encrypted() {
      return isHttps(uri);
    }

    String host() {
      return Reach.host(uri);
    }

    int port() {
      return Reach.port(uri);
    }
  }

  /// What somebody typed, as an address that may be kept. Where its name leads is looked at when
  /// something is sent.
  ///
  /// @throws ServerFault `input-invalid`
  URI address(String text) {
    if (text.length() > LONGEST || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw refused("at most 1,000 visible ASCII characters", "others");
    }
    URI uri;
    try {
      uri = new URI(text).parseServerAuthority();
    } catch (URISyntaxException e) {
      throw refused("an address", "another text");
    }
    if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      throw refused("a host, and neither a user nor a fragment", "another form");
    }
    boolean http = insecureHttpLoopback && "http".equalsIgnoreCase(uri.getScheme());
    if (!isHttps(uri) && !http) {
      throw refused("https", String.valueOf(uri.getScheme()));
    }
    if (port(uri) < 1 || port(uri) > HIGHEST_PORT) {
      throw refused("a port from 1 to 65,535", "port " + port(uri));
    }
    if (isHttps(uri) && port(uri) != HTTPS && !isListed(uri)) {
      throw refused("port 443, or one that webhooks.allow lists", "port " + port(uri));
    }
    requireLiteral(uri);
    return uri;
  }

  /// An address that is typed as one is known now.
  private void requireLiteral(URI uri) {
    try {
      if (!may(uri, InetAddress.ofLiteral(host(uri)))) {
        throw refused("an address of the public Internet", "another");
      }
    } catch (IllegalArgumentException e) {
      // It is a name: asked for when something is sent.
      return;
    }
  }

  /// @throws UnknownHostException when its name leads nowhere
  /// @throws NotThere when it leads to where nothing may be sent, in part or whole
  Place resolve(URI uri) throws UnknownHostException, NotThere {
    List<InetAddress> found = Arrays.asList(names.of(host(uri)));
    if (found.isEmpty() || !found.stream().allMatch(each -> may(uri, each))) {
      throw new NotThere();
    }
    return new Place(uri, found);
  }

  /// The name leads to an address that is not to be reached from here.
  static final class NotThere extends Exception {
    private static final long serialVersionUID = 1L;
  }

  private boolean may(URI uri, InetAddress address) {
    if (!isHttps(uri)) {
      return insecureHttpLoopback && address.isLoopbackAddress();
    }
    if (isListed(uri)) {
      return !address.isAnyLocalAddress()
          && !address.isLinkLocalAddress()
          && !address.isMulticastAddress();
    }
    return port(uri) == HTTPS && PublicAddress.is(address);
  }

  private boolean isListed(URI uri) {
    return allowed.contains(uri.getHost().toLowerCase(Locale.ROOT) + ":" + port(uri));
  }

  private static boolean isHttps(URI uri) {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0 ? uri.getPort() : isHttps(uri) ? HTTPS : HTTP;
  }

  /// Without the brackets of an IPv6 address.
  private static String host(URI uri) {
    String host = uri.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static ServerFault refused(String expected, String found) {
    return new ServerFault(
        ServerFault.INVALID,
        "expected the address of a webhook such as https://hooks.example.org/bulwark with %s, found %s"
            .formatted(expected, found));
  }
}
