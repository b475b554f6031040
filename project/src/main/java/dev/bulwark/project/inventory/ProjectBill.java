package dev.bulwark.project.inventory;

import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.govern.manifest.ManifestReader;
import dev.bulwark.govern.manifest.ManifestReading;
import dev.bulwark.govern.manifest.Project;
import dev.bulwark.govern.manifest.ProjectFolder;
import dev.bulwark.inventory.Inventory;
import dev.bulwark.inventory.LockFiles;
import dev.bulwark.inventory.Stock;
import dev.bulwark.inventory.bom.BillOfMaterials;
import dev.bulwark.inventory.check.Assessment;
import dev.bulwark.inventory.component.ComponentReading;
import dev.bulwark.inventory.osv.Advisories;
import dev.bulwark.inventory.vex.VexStatement;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.registry.state.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The bill of materials of a folder, and what kept it from being whole.
///
/// @param files the lock files and manifests of packages that were read
/// @param problems what could not be read, one line each
public record ProjectBill(
    BillOfMaterials bill, int files, List<ComponentReading.Problem> problems) {
  public ProjectBill {
    problems = List.copyOf(problems);
  }

  /// @param time when the bill is made
  /// @throws dev.bulwark.govern.manifest.ManifestFault when there is no folder
  public static ProjectBill of(
      Path folder,
      Optional<Advisories> advisories,
      List<VexStatement> statements,
      Instant time,
      Shell shell,
      Progress progress) {
    progress.step("reading " + folder);
    Optional<ManifestReading> manifest = manifest(folder, shell);
    Inventory inventory = new Inventory(dev.bulwark.project.Version.NUMBER, shell.nanoTime());
    Stock stock = stock(inventory.read(folder), manifest);
    progress.step("matching advisories");
    Assessment assessment =
        new Assessment(stock, advisories, statements, time, OpenAdvisories.MAX_AGE);
    Optional<AiSystem> system = manifest.flatMap(ProjectBill::system);
    BillOfMaterials bill =
        inventory.bill(
            assessment,
            system.map(AiSystem::id).orElseGet(() -> name(folder)),
            "",
            system.map(SystemParts::models).orElse(List.of()),
            system.map(SystemParts::datasets).orElse(List.of()));
    return new ProjectBill(bill, stock.files().size(), stock.problems());
  }

  /// The bill of one version of the registry: its lock files, its files, and what the manifest and
  /// its lineage say of them.
  public static ProjectBill ofVersion(
      Version version,
      LockFiles files,
      Path folder,
      OpenAdvisories open,
      List<VexStatement> statements,
      Instant time,
      Shell shell) {
    Optional<ManifestReading> manifest = manifest(folder, shell);
    Inventory inventory = new Inventory(dev.bulwark.project.Version.NUMBER, shell.nanoTime());
    Stock stock = stock(inventory.read(files), manifest);
    Assessment assessment =
        new Assessment(stock, open.advisories(), statements, time, OpenAdvisories.MAX_AGE);
    VersionParts parts = VersionParts.of(version, manifest.flatMap(ProjectBill::system));
    BillOfMaterials bill =
        inventory.bill(
            assessment,
            version.id().asset(),
            Long.toString(version.id().number()),
            parts.models(),
            parts.datasets());
    return new ProjectBill(bill, stock.files().size(), stock.problems());
  }

  private static Optional<ManifestReading> manifest(Path folder, Shell shell) {
    ProjectFolder files = ProjectFolder.walk(folder, Limits.DEFAULT, shell.nanoTime());
    boolean named =
        files.files().containsKey(ManifestReader.FILE)
            || files.gaps().stream().anyMatch(gap -> gap.path().equals(ManifestReader.FILE));
    return named
        ? Optional.of(Project.open(files, new ManifestReader(FactTable.builtin())).reading())
        : Optional.empty();
  }

  private static Optional<AiSystem> system(ManifestReading reading) {
    return switch (reading) {
      case ManifestReading.Valid(AiSystem system, var _) -> Optional.of(system);
      case ManifestReading.Invalid _ -> Optional.empty();
    };
  }

  /// A manifest that cannot be understood hides models and datasets: the bill is not whole.
  private static Stock stock(Stock stock, Optional<ManifestReading> manifest) {
    if (manifest.isPresent()
        && manifest.get() instanceof ManifestReading.Invalid(var found, boolean _)) {
      List<ComponentReading.Problem> problems = new ArrayList<>(stock.problems());
      problems.add(
          new ComponentReading.Problem(
              Place.of(ManifestReader.FILE),
              Outcome.Reason.MALFORMED,
              "expected a valid manifest, found "
                  + found.size()
                  + " problems, so its models and datasets are left out; run `bulwark check`"));
      return new Stock(stock.files(), stock.components(), problems);
    }
    return stock;
  }

  private static String name(Path folder) {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return last == null ? "project" : last.toString();
  }
}
