package dev.bulwark.scan.secret;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.format.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Private keys in PEM (RFC 7468) and OpenPGP armour (RFC 9580), whose body is what the first line
/// says: an ASN.1 sequence of exactly its own length, an OpenSSH key, a packet with a secret key.
///
/// Line ends may be written as escapes, as in JSON and in environment files.
final class PrivateKeyScan {
  private static final String BEGIN = "-----BEGIN ";
  private static final int MAX_LABEL = 40;
  private static final int MAX_BODY = 64 << 10;
  private static final String OPENSSH = "openssh-key-v1\0";
  private static final String OPENSSH_OPEN = OPENSSH + "\0\0\0\4none";

  private PrivateKeyScan() {}

  static List<Sighting> over(Source source, Budget budget, int most) {
    List<Sighting> seen = new ArrayList<>();
    long size = source.size();
    for (long at = 0; at < size && seen.size() < most; at++) {
      budget.tick();
      if (source.at(at) == '-' && begins(source, at)) {
        String label = label(source, at + BEGIN.length());
        if (label.endsWith("PRIVATE KEY") || label.equals("PGP PRIVATE KEY BLOCK")) {
          long body = at + BEGIN.length() + label.length() + 5;
          Armour armour = Armour.read(source, body, MAX_BODY, budget);
          if (isKey(label, armour)) {
            seen.add(sighting(at, label, armour));
          }
          at = Math.max(at, body + armour.read() - 1);
        }
      }
    }
    return seen;
  }

  private static Sighting sighting(long at, String label, Armour armour) {
    boolean locked =
        armour.encrypted() || label.startsWith("ENCRYPTED") || isLockedSsh(label, armour);
    return new Sighting(
        at,
        "a private key (%s)%s"
            .formatted(label.toLowerCase(Locale.ROOT), locked ? " under a passphrase" : ""),
        locked ? Severity.MEDIUM : Severity.HIGH);
  }

  private static boolean isLockedSsh(String label, Armour armour) {
    return label.startsWith("OPENSSH") && !armour.startsWith(OPENSSH_OPEN);
  }

  private static boolean isKey(String label, Armour armour) {
    return switch (label) {
      case "OPENSSH PRIVATE KEY" -> armour.startsWith(OPENSSH) && armour.size() > 100;
      case "PGP PRIVATE KEY BLOCK" -> armour.size() > 60 && isSecretKeyPacket(armour.at(0));
      default -> armour.size() > 30 && (armour.encrypted() || armour.isAsn1Sequence());
    };
  }

  /// Packet tag 5, in the old and the new form.
  private static boolean isSecretKeyPacket(int first) {
    return first == 0xc5 || (first & 0xfc) == 0x94;
  }

  private static boolean begins(Source source, long at) {
    if (at + BEGIN.length() > source.size()) {
      return false;
    }
    for (int i = 0; i < BEGIN.length(); i++) {
      if (source.at(at + i) != BEGIN.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The words before the next five hyphens; empty when there are none.
  private static String label(Source source, long at) {
    StringBuilder label = new StringBuilder();
    for (long i = at; i < source.size() && label.length() < MAX_LABEL; i++) {
      int c = source.at(i);
      if (c == '-') {
        return label.toString();
      }
      if (c != ' ' && !Letters.U.has(c)) {
        return "";
      }
      label.append((char) c);
    }
    return "";
  }
}
