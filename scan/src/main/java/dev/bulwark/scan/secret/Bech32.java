package dev.bulwark.scan.secret;

/// The checksum of Bech32 (BIP 173).
final class Bech32 {
  private static final String ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
  private static final int[] GENERATOR = {
    0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
  };

  private Bech32() {}

  /// @param text in lower case
  static boolean isValid(String text) {
    int separator = text.lastIndexOf('1');
    if (separator < 1) {
      return false;
    }
    int sum = 1;
    for (int i = 0; i < separator; i++) {
      sum = step(sum, text.charAt(i) >> 5);
    }
    sum = step(sum, 0);
    for (int i = 0; i < separator; i++) {
      sum = step(sum, text.charAt(i) & 31);
    }
    for (int i = separator + 1; i < text.length(); i++) {
      int value = ALPHABET.indexOf(text.charAt(i));
      if (value < 0) {
        return false;
      }
      sum = step(sum, value);
    }
    return sum == 1;
  }

  private static int step(int sum, int value) {
    int top = sum >>> 25;
    int next = ((sum & 0x1ffffff) << 5) ^ value;
    for (int i = 0; i < GENERATOR.length; i++) {
      if (((top >> i) & 1) != 0) {
        next ^= GENERATOR[i];
      }
    }
    return next;
  }
}
