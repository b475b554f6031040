package dev.bulwark.project.registry;

import dev.bulwark.inventory.Inventory;
import dev.bulwark.inventory.Stock;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.project.Shell;
import dev.bulwark.project.Version;
import dev.bulwark.project.inventory.AdvisoryStore;
import dev.bulwark.project.inventory.OpenAdvisories;
import dev.bulwark.registry.intake.Examiner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Examines what a version is made of, by the lock files in it and the advisories of now. Says
/// nothing of a version without lock files: weights alone have no packages.
///
/// The advisories are opened when the first lock file is met, and stay open until this is closed.
final class ComponentExaminer implements AutoCloseable {
  private final AdvisoryStore store;
  private final Inventory inventory;
  private final Shell shell;
  private @Nullable OpenAdvisories open;

  ComponentExaminer(AdvisoryStore store, Shell shell) {
    this.store = store;
    this.shell = shell;
    this.inventory = new Inventory(Version.NUMBER, shell.nanoTime());
  }

  /// What another examiner says, and this.
  Examiner after(Examiner other) {
    return (version, stored) -> {
      List<CheckRun> runs = new ArrayList<>(other.examine(version, stored));
      runs.addAll(runs(version, stored));
      return runs;
    };
  }

  /// What changes while a version stays: its known vulnerabilities.
  Examiner vulnerabilities() {
    return (version, stored) ->
        runs(version, stored).stream()
            .filter(run -> run.suite().equals(Inventory.VULNERABILITY_SUITE))
            .toList();
  }

  private List<CheckRun> runs(dev.bulwark.registry.state.Version version, Examiner.Stored stored) {
    Stock stock = inventory.read(new StoredLockFiles(version, stored));
    if (stock.files().isEmpty() && stock.problems().isEmpty()) {
      return List.of();
    }
    Subject about = new Subject(version.id().toString(), version.content().digest());
    return inventory.check(advisories().assess(stock, shell.clock().instant()), List.of(about));
  }

  private OpenAdvisories advisories() {
    if (open == null) {
      open = store.open();
    }
    return open;
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
    }
  }
}
