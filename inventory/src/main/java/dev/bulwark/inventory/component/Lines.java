package dev.bulwark.inventory.component;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import java.util.List;

/// Lines of a text file; what is not UTF-8 is shown as U+FFFD and fits no grammar.
final class Lines {
  private Lines() {}

  static List<String> of(Bytes bytes, Budget budget) {
    budget.bytes(bytes.size());
    String text = bytes.utf8();
    List<String> lines = (text.startsWith("\uFEFF") ? text.substring(1) : text).lines().toList();
    lines.forEach(_ -> budget.entry());
    return lines;
  }
}
