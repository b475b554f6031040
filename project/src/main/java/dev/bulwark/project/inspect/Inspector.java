package dev.bulwark.project.inspect;

import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.govern.manifest.BuiltinManifestChecks;
import dev.bulwark.govern.manifest.ManifestReader;
import dev.bulwark.govern.manifest.ManifestReading;
import dev.bulwark.govern.manifest.Project;
import dev.bulwark.govern.manifest.ProjectFolder;
import dev.bulwark.govern.threat.ThreatModel;
import dev.bulwark.govern.threat.ThreatRules;
import dev.bulwark.govern.threat.ThreatRuns;
import dev.bulwark.inventory.Inventory;
import dev.bulwark.inventory.Stock;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.Suite;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.project.Shell;
import dev.bulwark.project.Version;
import dev.bulwark.project.inventory.AdvisoryStore;
import dev.bulwark.project.inventory.OpenAdvisories;
import dev.bulwark.project.scan.ScanRun;
import dev.bulwark.project.terminal.Progress;
import dev.bulwark.project.workspace.Home;
import dev.bulwark.scan.ModelFileScanner;
import dev.bulwark.scan.ScannedFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Stream;

/// Runs every producer over a project folder.
public final class Inspector {
  private static final CheckRun.Checker GOVERN =
      new CheckRun.Checker("bulwark-govern", Version.NUMBER);

  private final Shell shell;
  private final FactTable facts = FactTable.builtin();
  private final ThreatRules threatRules;
  private final Suite<Project> manifestChecks = BuiltinManifestChecks.suite();
  private final ModelFileScanner scanner;
  private final Inventory inventory;

  /// With the rules of this version.
  public Inspector(Shell shell) {
    this(shell, new ModelFileScanner(Version.NUMBER, Limits.DEFAULT, shell.nanoTime()));
  }

  /// @param scanner of the files the manifest names
  public Inspector(Shell shell, ModelFileScanner scanner) {
    this.shell = shell;
    this.threatRules = ThreatRules.builtin(facts);
    this.scanner = scanner;
    this.inventory = new Inventory(Version.NUMBER, shell.nanoTime());
  }

  /// Which rules files are scanned by.
  public Json.Obj ruleData() {
    return scanner.ruleData();
  }

  /// Every rule a run of this inspector can name, for explanations.
  public List<Rule> rules() {
    List<Rule> rules = new ArrayList<>(manifestChecks.rules());
    rules.addAll(ThreatRuns.rules());
    rules.addAll(threatRules.explained());
    rules.addAll(ScanRun.rules(scanner));
    rules.addAll(inventory.rules());
    return rules;
  }

  /// Looks at the whole project. Reads files and writes nothing.
  ///
  /// @param home where its advisories lie
  /// @throws dev.bulwark.govern.manifest.ManifestFault when there is no folder or no manifest
  public Inspection inspect(Path folder, Home home, Progress progress) {
    progress.step("reading " + folder);
    ProjectFolder files = ProjectFolder.walk(folder, Limits.DEFAULT, shell.nanoTime());
    Project project = Project.open(files, new ManifestReader(facts));
    CheckRun manifest = manifestRun(project);
    return switch (project.reading()) {
      case ManifestReading.Invalid(var problems, boolean _) ->
          new Inspection.Undescribed(project.manifest(), List.of(manifest), problems.size());
      case ManifestReading.Valid(AiSystem system, var _) ->
          described(folder, home, system, manifest, progress);
    };
  }

  private CheckRun manifestRun(Project project) {
    return new CheckRun(
        manifestChecks.name(),
        GOVERN,
        facts.digest(),
        List.of(project.manifest()),
        manifestChecks.run(project, Budget.of(Limits.DEFAULT, shell.nanoTime())),
        Json.object().build());
  }

  private Inspection described(
      Path folder, Home home, AiSystem system, CheckRun manifest, Progress progress) {
    progress.step("deriving threats");
    ThreatModel threats = ThreatModel.of(system, threatRules);
    List<CheckRun> runs =
        new ArrayList<>(
            List.of(manifest, ThreatRuns.threatModel(threats), ThreatRuns.riskRegister(threats)));
    List<Inspection.Unread> unread = new ArrayList<>();
    for (String file : declaredFiles(system)) {
      progress.step("scanning " + file);
      switch (scanner.scan(folder, folder.resolve(file))) {
        case ScannedFile.Scanned(String _, CheckRun run) -> runs.add(run);
        case ScannedFile.Unread(String name, var why) ->
            unread.add(new Inspection.Unread(name, why.reason().name(), why.detail()));
      }
    }
    progress.step("matching components");
    runs.addAll(components(folder, home, system));
    return new Inspection.Described(system, threats, runs, unread);
  }

  /// What it is made of and what is known to be wrong with that, by the advisories as they are now.
  private List<CheckRun> components(Path folder, Home home, AiSystem system) {
    Stock stock = inventory.read(folder);
    try (OpenAdvisories open = new AdvisoryStore(home, shell).open()) {
      return inventory.check(
          open.assess(stock, shell.clock().instant()), List.of(system.subject()));
    }
  }

  /// Every file the manifest names, models first: a prompt, a tool's description or a data set can
  /// carry a secret, hidden instructions or a pickle as well.
  private static SequencedSet<String> declaredFiles(AiSystem system) {
    SequencedSet<String> files = new LinkedHashSet<>();
    Stream.concat(
            system.of(ElementKind.MODEL).stream(),
            Stream.of(ElementKind.values()).flatMap(kind -> system.of(kind).stream()))
        .flatMap(element -> element.artifacts().stream())
        .forEach(file -> files.add(file.name()));
    return files;
  }
}
