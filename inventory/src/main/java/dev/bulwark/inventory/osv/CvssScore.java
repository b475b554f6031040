package dev.bulwark.inventory.osv;

import dev.bulwark.kernel.check.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import us.springett.cvss.Cvss;

/// The base score of a CVSS vector, 2.0 to 4.0.
///
/// @param base 0.0 to 10.0
public record CvssScore(String vector, double base) {
  private static final int LONGEST = 512;

  /// Empty for a text that is no vector.
  public static Optional<CvssScore> of(String vector) {
    if (vector.isEmpty() || vector.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      Cvss parsed = Cvss.fromVector(vector);
      return parsed == null
          ? Optional.empty()
          : Optional.of(new CvssScore(vector, parsed.calculateScore().getBaseScore()));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /// The gravest of several vectors.
  static Optional<CvssScore> worst(List<Advisory.Vector> vectors) {
    return vectors.stream()
        .flatMap(vector -> of(vector.score()).stream())
        .max(Comparator.comparingDouble(CvssScore::base).thenComparing(CvssScore::vector));
  }

  /// The qualitative scale of CVSS §5; a score of zero is still told, as LOW.
  public Severity severity() {
    if (base >= 9.0) {
      return Severity.CRITICAL;
    } else if (base >= 7.0) {
      return Severity.HIGH;
    }
    return base >= 4.0 ? Severity.MEDIUM : Severity.LOW;
  }
}
