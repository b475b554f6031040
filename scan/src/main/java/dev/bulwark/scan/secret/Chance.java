package dev.bulwark.scan.secret;

import java.util.List;
import java.util.Locale;

/// Tells what a machine drew from what a person typed.
final class Chance {
  private static final int REPEATS = 5;
  private static final List<String> TYPED =
      List.of(
          "example",
          "xxxx",
          "your",
          "placeholder",
          "changeme",
          "change_me",
          "replace",
          "123456789",
          "abcdefgh",
          "....",
          "****",
          "dummy",
          "redacted",
          "insert",
          "notreal",
          "sample");

  private Chance() {}

  /// Shannon's entropy of the letters, in bits a letter.
  static double entropy(String text) {
    int[] counts = new int[256];
    text.chars().forEach(c -> counts[c & 0xff]++);
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / text.length();
        bits -= share * Math.log(share) / Math.log(2);
      }
    }
    return bits;
  }

  /// Whether a text stands for a secret instead of being one.
  static boolean isPlaceholder(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return TYPED.stream().anyMatch(lower::contains) || repeats(lower);
  }

  private static boolean repeats(String text) {
    int run = 0;
    for (int i = 1; i < text.length(); i++) {
      run = text.charAt(i) == text.charAt(i - 1) ? run + 1 : 0;
      if (run >= REPEATS - 1) {
        return true;
      }
    }
    return false;
  }
}
