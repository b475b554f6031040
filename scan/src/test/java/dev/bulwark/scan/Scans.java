package dev.bulwark.scan;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.safetensors.RawSafetensors;
import java.util.List;

/// Scans of files in memory by every builtin check, and two small files to scan.
final class Scans {
  static final byte[] CLEAN = RawSafetensors.floats(2);
  static final byte[] DIRTY =
      RawSafetensors.of("{" + RawSafetensors.tensor("a", "U8", "[2]", 0, 2) + "}", 9);

  static final ModelFileScanner SCANNER =
      new ModelFileScanner("test", Limits.DEFAULT, System::nanoTime);

  private Scans() {}

  static CheckRun scan(String name, byte[] bytes) {
    return SCANNER.scan(Source.of(Place.of(name), bytes));
  }

  static Verdict verdict(String name, byte[] bytes) {
    return Verdict.of(scan(name, bytes));
  }

  static Outcome outcome(CheckRun run, String rule) {
    return run.outcomes().get(new RuleId(rule));
  }

  static List<String> failed(CheckRun run) {
    return run.outcomes().entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Outcome.Failed)
        .map(entry -> entry.getKey().value())
        .toList();
  }
}
