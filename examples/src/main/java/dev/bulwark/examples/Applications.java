package dev.bulwark.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Invented applications for credit. Income and debt are drawn first; whether a loan is repaid
/// follows from them, with noise.
final class Applications {
  static final List<String> FEATURES =
      List.of("age_years", "income_keur", "debt_ratio", "years_employed", "late_payments");

  /// One application.
  ///
  /// @param features in the order of {@link #FEATURES}
  /// @param group an invented protected attribute, never shown to the scorer
  record Application(List<Double> features, String group, boolean repaid) {}

  private final RandomGenerator random;

  private Applications(RandomGenerator random) {
    this.random = random;
  }

  static List<Application> draw(long seed, int count) {
    Applications applications =
        new Applications(RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(seed));
    List<Application> drawn = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      drawn.add(applications.next());
    }
    return drawn;
  }

  static String csv(List<Application> applications) {
    StringBuilder csv = new StringBuilder(String.join(",", FEATURES)).append(",group,repaid\n");
    for (Application application : applications) {
      for (double feature : application.features()) {
        csv.append(String.format(Locale.ROOT, "%.2f,", feature));
      }
      csv.append(application.group()).append(',').append(application.repaid() ? 1 : 0).append('\n');
    }
    return csv.toString();
  }

  private Application next() {
    double age = 20 + 50 * random.nextDouble();
    double employed = random.nextDouble() * (age - 18) / 2;
    double income = rounded(18 + 0.9 * employed + 12 * bell());
    double debt = rounded(clamp(0.35 + 0.15 * bell(), 0, 1.5));
    double late = Math.floor(3 * random.nextDouble() * random.nextDouble());
    double score = 0.06 * (income - 25) - 3.2 * (debt - 0.35) + 0.05 * employed - 0.7 * late + 0.6;
    boolean repaid = random.nextDouble() < 1 / (1 + StrictMath.exp(-score));
    String group = random.nextDouble() < 0.5 ? "a" : "b";
    return new Application(
        List.of(rounded(age), Math.max(6, income), debt, rounded(employed), late), group, repaid);
  }

  /// Close to a normal draw, from exact arithmetic only, so that every platform draws the same.
  private double bell() {
    double sum = 0;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum - 6;
  }

  private static double clamp(double value, double low, double high) {
    return Math.max(low, Math.min(high, value));
  }

  private static double rounded(double value) {
    return Math.rint(value * 100) / 100;
  }
}
