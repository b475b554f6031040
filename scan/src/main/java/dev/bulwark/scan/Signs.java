package dev.bulwark.scan;

import dev.bulwark.kernel.format.Source;
import java.util.IdentityHashMap;
import java.util.function.Predicate;

/// What some bytes show at a glance, each sign looked for once however many formats ask for it.
final class Signs {
  private final Source source;
  private final IdentityHashMap<Predicate<Source>, Boolean> seen = new IdentityHashMap<>();

  Signs(Source source) {
    this.source = source;
  }

  Source source() {
    return source;
  }

  /// Whether the format's reader may know the bytes; when not, it need not be asked.
  boolean allow(Format<?> format) {
    return format.sign().isEmpty()
        || seen.computeIfAbsent(format.sign().get(), sign -> sign.test(source));
  }
}
