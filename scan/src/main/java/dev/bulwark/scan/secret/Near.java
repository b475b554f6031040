package dev.bulwark.scan.secret;

import dev.bulwark.kernel.format.Source;
import java.util.Locale;

/// What stands around a place, within a bound.
final class Near {
  private static final int BEFORE = 300;
  private static final int AFTER = 300;
  private static final int AWS_SECRET = 40;
  private static final double AWS_ENTROPY = 4.0;

  private Near() {}

  /// Whether a word stands around a place, in any case.
  static boolean word(Source source, long at, String word) {
    return text(source, at).toLowerCase(Locale.ROOT).contains(word);
  }

  /// Whether a run of forty letters of base64 with much chance in it stands around a place.
  static boolean awsSecret(Source source, long at) {
    String text = text(source, at);
    int run = 0;
    for (int i = 0; i <= text.length(); i++) {
      boolean inside = i < text.length() && Letters.S.has(text.charAt(i)) && text.charAt(i) != '=';
      if (!inside) {
        if (run == AWS_SECRET) {
          String secret = text.substring(i - run, i);
          if (Chance.entropy(secret) >= AWS_ENTROPY && !Chance.isPlaceholder(secret)) {
            return true;
          }
        }
        run = 0;
      } else {
        run++;
      }
    }
    return false;
  }

  /// Whether `machine` and `login` stand before a `password`, as in `.netrc`.
  static boolean netrc(Source source, long at) {
    long from = Math.max(0, at - BEFORE);
    String before = Shape.text(source, from, (int) (at - from));
    int machine = Math.max(before.lastIndexOf("machine "), before.lastIndexOf("default "));
    return machine >= 0 && before.indexOf("login ", machine) > 0;
  }

  private static String text(Source source, long at) {
    long from = Math.max(0, at - BEFORE);
    long to = Math.min(source.size(), at + AFTER);
    return Shape.text(source, from, (int) (to - from));
  }
}
