package dev.bulwark.project.registry;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.intake.Examiner;
import dev.bulwark.registry.state.Version;
import dev.bulwark.scan.FolderScan;
import dev.bulwark.scan.ScannedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Examines a version with the scanner: its files are laid out in a private folder for as long as
/// that takes, because they speak of each other.
///
/// @param scan the scanner
/// @param bench where the private folder is made
record ScanExaminer(FolderScan scan, Workbench bench) implements Examiner {

  @Override
  public List<CheckRun> examine(Version version, Stored stored) {
    List<CheckRun> runs = new ArrayList<>();
    bench.during(
        version.content().size(),
        folder -> {
          for (Content.File file : version.content().files()) {
            folder.file(file.name(), channel -> stored.copy(file.name(), channel));
          }
          scan(version, folder.path(), runs);
        });
    return runs;
  }

  /// An interrupted scan leaves files without a run, and so unexamined.
  private void scan(Version version, Path folder, List<CheckRun> runs) {
    try {
      scan.scan(folder, version.id() + "/", scanned -> add(scanned, runs));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A file that could not be read has no run either.
  private static void add(ScannedFile scanned, List<CheckRun> runs) {
    switch (scanned) {
      case ScannedFile.Scanned(String _, CheckRun run) -> runs.add(run);
      case ScannedFile.Unread _ -> {}
    }
  }
}
