package dev.bulwark.inventory.version;

import java.util.regex.Pattern;

/// A text that can be looked at so many times: a regular expression somebody else wrote may need
/// more steps than there is time for.
final class Metered implements CharSequence {
  private final CharSequence text;
  private int left;

  private Metered(CharSequence text, int left) {
    this.text = text;
    this.left = left;
  }

  private static final class Spent extends RuntimeException {
    private static final long serialVersionUID = 1;

    Spent() {
      super("no steps are left", null, false, false);
    }
  }

  /// Whether the pattern matches the text from its beginning, within the steps and the stack.
  static boolean matches(Pattern pattern, String text, int steps) {
    try {
      return pattern.matcher(new Metered(text, steps)).lookingAt();
    } catch (Spent | StackOverflowError _) {
      return false;
    }
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (left-- == 0) {
      throw new Spent();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
