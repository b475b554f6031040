package dev.bulwark.govern.manifest;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the word a person probably meant.
final class NearMiss {
  private static final int LONGEST = 64;

  private NearMiss() {}

  /// The candidate that differs least, when it differs by at most a third of its letters; case,
  /// hyphens and underscores do not count.
  static Optional<String> of(String written, Collection<String> candidates) {
    if (written.isEmpty() || written.length() > LONGEST) {
      return Optional.empty();
    }
    String plain = plain(written);
    return candidates.stream()
        .filter(word -> distance(plain, plain(word)) <= Math.max(1, plain(word).length() / 3))
        .min(
            Comparator.<String>comparingInt(word -> distance(plain, plain(word)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /// `did you mean "x"?`, or the alternative.
  static String fix(String written, Collection<String> candidates, String otherwise) {
    return of(written, candidates).map(NearMiss::question).orElse(otherwise);
  }

  static String question(String word) {
    return "did you mean \"" + word + "\"?";
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /// How many letters must be changed, added, removed or swapped with a neighbour.
  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] now = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      now[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(change, 1 + Math.min(last[j], now[j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          now[j] = Math.min(now[j], before[j - 2] + 1);
        }
      }
      int[] spare = before;
      before = last;
      last = now;
      now = spare;
    }
    return last[b.length()];
  }
}
