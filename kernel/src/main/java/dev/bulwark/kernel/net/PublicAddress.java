package dev.bulwark.kernel.net;

import dev.bulwark.kernel.bytes.Bytes;
import java.net.InetAddress;
import java.util.List;

/// Whether an address is one of the public Internet: what a stranger may have this machine connect
/// to without reaching anything that is near it.
///
/// Anything that is not surely public is not: loopback, private and shared space, link-local (with
/// the metadata service of clouds), multicast, documentation, unique-local, and every form in which
/// an IPv6 address carries an IPv4 one (mapped, compatible, NAT64, 6to4, Teredo). Source: the IANA
/// registries of special-purpose addresses (RFC 6890).
public final class PublicAddress {
  private static final List<Range> NOT_IN_V4 =
      List.of(
          Range.of("0.0.0.0", 8),
          Range.of("10.0.0.0", 8),
          Range.of("100.64.0.0", 10),
          Range.of("127.0.0.0", 8),
          Range.of("169.254.0.0", 16),
          Range.of("172.16.0.0", 12),
          Range.of("192.0.0.0", 24),
          Range.of("192.0.2.0", 24),
          Range.of("192.88.99.0", 24),
          Range.of("192.168.0.0", 16),
          Range.of("198.18.0.0", 15),
          Range.of("198.51.100.0", 24),
          Range.of("203.0.113.0", 24),
          Range.of("224.0.0.0", 4),
          Range.of("240.0.0.0", 4));

  private static final Range UNICAST_V6 = Range.of("2000::", 3);
  private static final List<Range> NOT_IN_V6 =
      List.of(
          Range.of("2001::", 23),
          Range.of("2001:db8::", 32),
          Range.of("2002::", 16),
          Range.of("3fff::", 20));

  private PublicAddress() {}

  /// The addresses that begin with the same bits.
  private record Range(Bytes first, int bits) {
    static Range of(String first, int bits) {
      return new Range(Bytes.of(InetAddress.ofLiteral(first).getAddress()), bits);
    }

    boolean covers(Bytes address) {
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >> (bit % Byte.SIZE);
        if (((first.at(bit / Byte.SIZE) ^ address.at(bit / Byte.SIZE)) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  public static boolean is(InetAddress address) {
    Bytes bytes = Bytes.of(address.getAddress());
    return bytes.size() == Integer.BYTES
        ? NOT_IN_V4.stream().noneMatch(range -> range.covers(bytes))
        : UNICAST_V6.covers(bytes) && NOT_IN_V6.stream().noneMatch(range -> range.covers(bytes));
  }
}
