package dev.bulwark.registry.signing;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// One block of a PEM text (RFC 7468). Text before, between and after blocks is passed over, as
/// tools write remarks there.
///
/// @param label such as `PUBLIC KEY`
/// @param isLegacyEncrypted whether the block carries RFC 1421 headers, as OpenSSL's old encrypted
///   keys do
record Pem(String label, Bytes content, boolean isLegacyEncrypted) {
  private static final String BEGIN = "-----BEGIN ";
  private static final String END = "-----END ";
  private static final String DASHES = "-----";
  private static final int COLUMNS = 64;

  /// Every block, in order; a block that does not end or is not base64 makes the text none.
  ///
  /// @return empty when the text is not PEM
  static Optional<List<Pem>> parse(String text) {
    List<Pem> blocks = new ArrayList<>();
    String label = null;
    boolean headers = false;
    StringBuilder base64 = new StringBuilder();
    for (String line : text.lines().map(String::strip).toList()) {
      if (label == null) {
        if (line.startsWith(BEGIN) && line.endsWith(DASHES)) {
          label = line.substring(BEGIN.length(), line.length() - DASHES.length());
          headers = false;
          base64.setLength(0);
        }
      } else if (line.equals(END + label + DASHES)) {
        Optional<Bytes> content = decode(headers ? "" : base64.toString());
        if (content.isEmpty()) {
          return Optional.empty();
        }
        blocks.add(new Pem(label, content.get(), headers));
        label = null;
      } else if (line.contains(":")) {
        headers = true;
      } else {
        base64.append(line);
      }
    }
    return label != null || blocks.isEmpty() ? Optional.empty() : Optional.of(blocks);
  }

  private static Optional<Bytes> decode(String base64) {
    try {
      return Optional.of(Bytes.of(Base64.getDecoder().decode(base64)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// One block as OpenSSL writes it: lines of 64 characters, each ended by a line feed.
  static String render(String label, Bytes content) {
    String base64 = Base64.getEncoder().encodeToString(content.toArray());
    StringBuilder text = new StringBuilder(BEGIN).append(label).append(DASHES).append('\n');
    for (int at = 0; at < base64.length(); at += COLUMNS) {
      text.append(base64, at, Math.min(base64.length(), at + COLUMNS)).append('\n');
    }
    return text.append(END).append(label).append(DASHES).append('\n').toString();
  }
}
