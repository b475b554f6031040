package dev.bulwark.project.inventory;

import dev.bulwark.inventory.Inventory;
import dev.bulwark.inventory.vex.VexReader;
import dev.bulwark.inventory.vex.VexStatement;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.project.Shell;
import dev.bulwark.project.workspace.WorkspaceFault;
import java.util.ArrayList;
import java.util.List;

/// What suppliers say about vulnerabilities, from documents somebody names.
public final class VexFiles {
  private VexFiles() {}

  /// The statements of all documents, in order.
  ///
  /// @throws WorkspaceFault `request-invalid` when one is no VEX document
  public static List<VexStatement> read(List<AdvisoryStore.Content> documents, Shell shell) {
    List<VexStatement> all = new ArrayList<>();
    for (AdvisoryStore.Content document : documents) {
      try {
        all.addAll(read(document, shell));
      } catch (Budget.OverLimit e) {
        throw new WorkspaceFault(WorkspaceFault.INVALID, document.file() + ": " + e.problem(), e);
      }
    }
    return all;
  }

  private static List<VexStatement> read(AdvisoryStore.Content document, Shell shell) {
    Budget budget = Budget.of(Inventory.LIMITS, shell.nanoTime());
    return switch (VexReader.read(document.bytes(), budget)) {
      case VexReader.Result.Read(List<VexStatement> statements) -> statements;
      case VexReader.Result.Malformed(int line, String problem) ->
          throw new WorkspaceFault(
              WorkspaceFault.INVALID,
              document.file() + ":" + line + ": " + Place.printable(problem));
    };
  }
}
