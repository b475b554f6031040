package dev.bulwark.project.inventory;

import dev.bulwark.inventory.Inventory;
import dev.bulwark.inventory.InventoryFault;
import dev.bulwark.inventory.osv.Epss;
import dev.bulwark.inventory.osv.Kev;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.project.Shell;

/// What is exploited and what is likely to be, from documents somebody names.
final class ScoreFiles {
  private ScoreFiles() {}

  /// @throws InventoryFault when it is no catalogue
  static Kev kev(AdvisoryStore.Content content, Shell shell) {
    return switch (Kev.read(content.bytes(), Budget.of(Inventory.LIMITS, shell.nanoTime()))) {
      case Kev.Result.Read(Kev kev) -> kev;
      case Kev.Result.Malformed(int line, String problem) ->
          throw malformed(content, line, problem);
    };
  }

  /// @throws InventoryFault when they are no scores
  static Epss epss(AdvisoryStore.Content content, Shell shell) {
    return switch (Epss.read(content.bytes(), Budget.of(Inventory.LIMITS, shell.nanoTime()))) {
      case Epss.Result.Read(Epss epss) -> epss;
      case Epss.Result.Malformed(int line, String problem) ->
          throw malformed(content, line, problem);
    };
  }

  private static InventoryFault malformed(AdvisoryStore.Content content, int line, String problem) {
    return new InventoryFault(
        InventoryFault.NO_ADVISORIES,
        content.file() + ":" + line + ": " + problem + "; nothing was imported");
  }
}
