package dev.bulwark.scan.pickle;

import java.util.regex.Pattern;

/// Text in a state that a library runs as Python when the state is set.
///
/// SciPy's distributions (`scipy.stats.rv_generic.__setstate__`) compile the functions that sort
/// their arguments from a text in their own state. What SciPy writes there defines three functions
/// and calls nothing; anything else under this key is a payload.
final class RunText {
  static final String KEY = "_parse_arg_template";

  private static final Pattern USUAL =
      Pattern.compile(
          "(?:\\n?def _parse_args(?:_rvs|_stats)?\\(self,[\\w=., ']{0,300}\\):\\n"
              + "    return (?:\\([\\w, ]{0,200}\\), [\\w=., ]{0,200}(?:, moments)?"
              + "|self\\._argcheck_rvs\\([\\w=., ]{0,300}\\))\\n){1,3}");

  private RunText() {}

  static boolean isKey(long word, Literals literals) {
    if (!Word.isString(Word.kind(word))) {
      return false;
    }
    if (literals.isCounted(word) && literals.span(word).length() != KEY.length()) {
      return false;
    }
    return literals.text(word).equals(KEY);
  }

  static boolean isUsual(long word, Literals literals) {
    return Word.isString(Word.kind(word)) && USUAL.matcher(literals.text(word)).matches();
  }
}
