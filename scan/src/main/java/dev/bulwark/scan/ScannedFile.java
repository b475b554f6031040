package dev.bulwark.scan;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Outcome;

/// What became of one file.
public sealed interface ScannedFile {

  /// The file's name below what was scanned, with `/`.
  String name();

  Verdict verdict();

  /// The file was read to its end and did not change meanwhile; the run names it by its digest.
  record Scanned(String name, CheckRun run) implements ScannedFile {
    @Override
    public Verdict verdict() {
      return Verdict.of(run);
    }
  }

  /// The file could not be read, or changed while it was read: there is no digest a statement could
  /// be about. Never a pass.
  record Unread(String name, Outcome.Undecided why) implements ScannedFile {
    @Override
    public Verdict verdict() {
      return Verdict.INCOMPLETE;
    }
  }
}
