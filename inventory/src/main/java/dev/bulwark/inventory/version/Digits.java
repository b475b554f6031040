package dev.bulwark.inventory.version;

/// A whole number of any length, as its decimal digits without leading zeros: versions carry dates
/// and hashes that no machine integer holds.
record Digits(String value) implements Comparable<Digits> {
  static final Digits ZERO = new Digits("0");

  /// @param text one or more decimal digits
  static Digits of(String text) {
    int start = 0;
    while (start < text.length() - 1 && text.charAt(start) == '0') {
      start++;
    }
    return new Digits(text.substring(start));
  }

  boolean isZero() {
    return value.equals("0");
  }

  Digits next() {
    return new Digits(new java.math.BigInteger(value).add(java.math.BigInteger.ONE).toString());
  }

  @Override
  public int compareTo(Digits other) {
    int byLength = Integer.compare(value.length(), other.value.length());
    return byLength != 0 ? byLength : value.compareTo(other.value);
  }

  static boolean areAll(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  public String toString() {
    return value;
  }
}
