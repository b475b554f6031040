package dev.bulwark.examples;

import dev.bulwark.examples.Applications.Application;
import java.util.Arrays;
import java.util.List;

/// A logistic scorer over standardised features: `repaid = sigmoid(((x - mean) / scale) · weight +
/// bias)`.
///
/// @param mean and `scale`: one per feature, from the training data
/// @param weight one per feature
record Scorer(List<Float> mean, List<Float> scale, List<Float> weight, float bias) {
  private static final int EPOCHS = 400;
  private static final double RATE = 0.5;

  /// Trains by plain gradient descent on the mean logistic loss. Deterministic: strict arithmetic,
  /// fixed order, no chance.
  static Scorer train(List<Application> applications) {
    int width = Applications.FEATURES.size();
    double[] mean = new double[width];
    double[] scale = new double[width];
    for (int f = 0; f < width; f++) {
      int feature = f;
      mean[f] =
          applications.stream().mapToDouble(a -> a.features().get(feature)).sum()
              / applications.size();
      double centre = mean[f];
      double squares =
          applications.stream()
              .mapToDouble(
                  a -> (a.features().get(feature) - centre) * (a.features().get(feature) - centre))
              .sum();
      scale[f] = StrictMath.sqrt(squares / applications.size());
    }
    double[] weight = new double[width];
    double bias = 0;
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      double[] slope = new double[width];
      double biasSlope = 0;
      for (Application application : applications) {
        double z = bias;
        for (int f = 0; f < width; f++) {
          z += weight[f] * (application.features().get(f) - mean[f]) / scale[f];
        }
        double error = 1 / (1 + StrictMath.exp(-z)) - (application.repaid() ? 1 : 0);
        for (int f = 0; f < width; f++) {
          slope[f] += error * (application.features().get(f) - mean[f]) / scale[f];
        }
        biasSlope += error;
      }
      for (int f = 0; f < width; f++) {
        weight[f] -= RATE * slope[f] / applications.size();
      }
      bias -= RATE * biasSlope / applications.size();
    }
    return new Scorer(floats(mean), floats(scale), floats(weight), (float) bias);
  }

  double repaid(List<Double> features) {
    float z = bias;
    for (int f = 0; f < weight.size(); f++) {
      z += (features.get(f).floatValue() - mean.get(f)) / scale.get(f) * weight.get(f);
    }
    return 1 / (1 + StrictMath.exp(-z));
  }

  /// The share of applications it judges right at the threshold one half.
  double accuracy(List<Application> applications) {
    long right =
        applications.stream().filter(a -> repaid(a.features()) >= 0.5 == a.repaid()).count();
    return (double) right / applications.size();
  }

  private static List<Float> floats(double... values) {
    return Arrays.stream(values).mapToObj(value -> (float) value).toList();
  }
}
