package dev.bulwark.scan;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.CheckRun;
import java.util.Optional;

/// Remembers what earlier scans said, so that the same bytes under the same rules are not examined
/// twice.
///
/// **Trusted**: a scan says what its memory says. Whoever can write it can turn a verdict, so it
/// must not lie in what is scanned. May be called from several threads.
public interface RunMemory {
  /// Remembers nothing.
  RunMemory NONE =
      new RunMemory() {
        @Override
        public Optional<CheckRun> recall(Key key) {
          return Optional.empty();
        }

        @Override
        public void keep(Key key, CheckRun run) {}
      };

  /// Everything a run depends on.
  ///
  /// @param checker the program and its version
  /// @param rules the digest of the rule data
  /// @param name of the file, which places and the rules over names depend on
  /// @param file the digest of its bytes, taken in this scan
  record Key(CheckRun.Checker checker, Digest rules, String name, Digest file) {}

  /// The run that was kept under exactly this key.
  Optional<CheckRun> recall(Key key);

  void keep(Key key, CheckRun run);
}
