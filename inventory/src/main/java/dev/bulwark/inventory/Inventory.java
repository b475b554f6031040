package dev.bulwark.inventory;

import dev.bulwark.inventory.bom.BillOfMaterials;
import dev.bulwark.inventory.check.Assessment;
import dev.bulwark.inventory.check.BuiltinInventoryChecks;
import dev.bulwark.inventory.component.Component;
import dev.bulwark.inventory.osv.AdvisoryFile;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

/// The door of this module: lock files become a {@link Stock}, a stock with advisories becomes two
/// runs, `aibom` and `vulnerability-scan`. May be used from several threads.
public final class Inventory {
  /// What the system is made of is written down: pinned, with hashes, readable.
  public static final String BOM_SUITE = BuiltinInventoryChecks.BOM_SUITE;

  /// What is known to be wrong with it.
  public static final String VULNERABILITY_SUITE = BuiltinInventoryChecks.VULNERABILITY_SUITE;

  /// For each file: 64 MiB, four million values, 64 levels, one minute.
  public static final Limits LIMITS =
      new Limits(ByteSize.ofMib(256), 4_000_000, 64, Duration.ofMinutes(1));

  private static final String NAME = "bulwark-inventory";

  private final CheckRun.Checker checker;
  private final LongSupplier nanoTime;

  /// @param version of this program, for the runs
  /// @param nanoTime a monotonic clock in nanoseconds (law 8)
  public Inventory(String version, LongSupplier nanoTime) {
    this.checker = new CheckRun.Checker(NAME, version);
    this.nanoTime = nanoTime;
  }

  /// Every rule, sorted by id.
  public List<Rule> rules() {
    return BuiltinInventoryChecks.suites().stream()
        .flatMap(suite -> suite.rules().stream())
        .sorted(Comparator.comparing(Rule::id))
        .toList();
  }

  /// Reads the lock files and manifests under a folder. Follows no links, passes over `.git`,
  /// `.bulwark`, `node_modules` and `site-packages`.
  ///
  /// @throws InventoryFault when the folder cannot be read at all
  public Stock read(Path folder) {
    return read(new FolderLockFiles(folder));
  }

  /// Reads lock files and manifests from wherever they lie.
  ///
  /// @throws InventoryFault when they cannot be listed at all
  public Stock read(LockFiles files) {
    return new StockReader(files, LIMITS, nanoTime).read();
  }

  /// Judges a stock: one run of each suite.
  ///
  /// @param about the bytes the runs are about, at least one: the manifest of a system, the content
  ///   of a version
  public List<CheckRun> check(Assessment assessment, List<Subject> about) {
    Digest data = data(assessment);
    Json.Obj details = details(assessment);
    return BuiltinInventoryChecks.suites().stream()
        .map(
            suite ->
                new CheckRun(
                    suite.name(),
                    checker,
                    data,
                    about,
                    suite.run(assessment, Budget.of(Limits.DEFAULT, nanoTime)),
                    details))
        .toList();
  }

  /// The bill of materials of what was assessed, vulnerabilities and statements included.
  ///
  /// @param name of the system
  /// @param version of the system, perhaps empty
  public BillOfMaterials bill(
      Assessment assessment,
      String name,
      String version,
      List<BillOfMaterials.Model> models,
      List<BillOfMaterials.Dataset> datasets) {
    return new BillOfMaterials(
        name,
        version,
        assessment.stock().components(),
        models,
        datasets,
        assessment.known(),
        assessment.stock().problems().isEmpty(),
        assessment.asOf(),
        checker.version());
  }

  /// The rules and the advisories: what answers depend on besides the files.
  private Digest data(Assessment assessment) {
    StringBuilder text = new StringBuilder();
    rules().forEach(rule -> text.append(rule).append('\n'));
    assessment
        .advisories()
        .ifPresent(
            advisories -> {
              advisories.files().forEach(file -> text.append(file.digest()).append('\n'));
              text.append(advisories.kev().version()).append('\n');
              text.append(advisories.epss().model()).append('\n');
            });
    assessment.statements().forEach(statement -> text.append(statement).append('\n'));
    return Digest.of(Bytes.utf8(text.toString()));
  }

  /// A digest of what was listed: two runs with the same one were about the same components.
  private static Digest listed(List<Component> components) {
    StringBuilder text = new StringBuilder();
    for (Component component : components) {
      text.append(component.purl()).append(' ').append(component.range());
      component.hashes().forEach(hash -> text.append(' ').append(hash));
      text.append('\n');
    }
    return Digest.of(Bytes.utf8(text.toString()));
  }

  private static Json.Obj details(Assessment assessment) {
    List<Component> components = assessment.stock().components();
    Json.Builder details =
        Json.object()
            .put("components", components.size())
            .put("pinned", components.stream().filter(Component::isPinned).count())
            .put("problems", assessment.stock().problems().size())
            .put(
                "files",
                Json.array(assessment.stock().files().stream().map(Subject::json).toList()))
            .put("list", listed(components).toString());
    assessment
        .advisories()
        .ifPresent(
            advisories ->
                details.put(
                    "advisories",
                    Json.array(
                        advisories.files().stream()
                            .map(AdvisoryFile::imported)
                            .map(
                                imported ->
                                    Json.object()
                                        .put("records", imported.advisories())
                                        .put("newest", imported.newest().toString())
                                        .put("source", imported.source().toString())
                                        .build())
                            .toList())));
    return details.build();
  }
}
