package dev.bulwark.evidence;

import dev.bulwark.evidence.json.Members;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// An enum constant as the lower-case word it is in JSON.
final class Word {
  private Word() {}

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static <E extends Enum<E>> E parse(E[] constants, Members members, String name) {
    String word = members.text(name);
    for (E constant : constants) {
      if (of(constant).equals(word)) {
        return constant;
      }
    }
    throw members.wrong(
        name, "one of " + Arrays.stream(constants).map(Word::of).collect(Collectors.joining(", ")));
  }
}
