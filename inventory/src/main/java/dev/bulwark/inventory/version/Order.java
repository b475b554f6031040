package dev.bulwark.inventory.version;

/// How one version stands to another.
public sealed interface Order {

  enum Known implements Order {
    /// The first comes before the second.
    BEFORE,
    /// They are the same version, perhaps written differently.
    SAME,
    /// The first comes after the second.
    AFTER
  }

  /// At least one of them is no version of the ecosystem.
  ///
  /// @param problem expected and found
  record NotComparable(String problem) implements Order {}

  static Order of(int comparison) {
    if (comparison == 0) {
      return Known.SAME;
    }
    return comparison < 0 ? Known.BEFORE : Known.AFTER;
  }
}
