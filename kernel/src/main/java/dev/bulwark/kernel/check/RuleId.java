package dev.bulwark.kernel.check;

/// The stable name of a rule: upper-case words and digits joined by hyphens, such as `PKL-001` or
/// `TR-38`.
public record RuleId(String value) implements Comparable<RuleId> {
  public RuleId {
    if (!value.matches("[A-Z][A-Z0-9]*(-[A-Z0-9]+)+")) {
      throw new IllegalArgumentException("a rule id looks like PKL-001, found \"" + value + "\"");
    }
  }

  @Override
  public int compareTo(RuleId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
