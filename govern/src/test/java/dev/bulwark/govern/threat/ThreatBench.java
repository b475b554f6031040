package dev.bulwark.govern.threat;

import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.govern.manifest.ManifestReader;
import dev.bulwark.govern.manifest.ManifestReading;
import dev.bulwark.govern.manifest.Project;
import dev.bulwark.govern.manifest.ProjectFolder;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.system.AiSystem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the threat model costs. Run it as a program:
///
/// ```
/// java -cp … ThreatBench cold PROJECT    one system in a fresh JVM: CPU after each step
/// java -cp … ThreatBench warm PROJECT    all rules over 1,000 manifests, against the limit of 2 s
/// java -cp … ThreatBench page PROJECT    the page for people
/// ```
public final class ThreatBench {
  private static final int MANIFESTS = 1_000;
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private ThreatBench() {}

  public static void main(String[] args) {
    step("JVM is up");
    FactTable table = FactTable.builtin();
    step("facts.yaml");
    AiSystem system = read(Path.of(args[1]), table);
    step("bulwark.yaml and the folder");
    ThreatRules rules = ThreatRules.builtin(table);
    step("threat-rules.yaml");
    ThreatModel model = ThreatModel.of(system, rules);
    step("rules evaluated, " + model.threats().size() + " threats");
    ThreatRuns.threatModel(model);
    ThreatRuns.riskRegister(model);
    Residual residual = Residual.of(model, Map.of());
    ThreatRuns.threatTrace(residual);
    ThreatRuns.residualRisk(residual);
    step("four check runs");
    switch (args[0]) {
      case "warm" -> warm(system, rules);
      case "page" -> System.out.println(ThreatPage.render(residual));
      default -> {}
    }
  }

  private static void warm(AiSystem system, ThreatRules rules) {
    List<AiSystem> systems = new ArrayList<>();
    for (int i = 0; i < MANIFESTS; i++) {
      systems.add(Reordered.of(system));
    }
    for (int round = 1; round <= 8; round++) {
      long start = System.nanoTime();
      int threats = 0;
      for (AiSystem one : systems) {
        threats += ThreatModel.of(one, rules).threats().size();
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      System.out.printf(
          "round %d: %d rules x %,d manifests of %d elements, %,d threats: %d ms, %.3f of the limit%n",
          round,
          rules.rules().size(),
          MANIFESTS,
          system.elements().size(),
          threats,
          took.toMillis(),
          (double) took.toNanos() / LIMIT.toNanos());
    }
  }

  private static AiSystem read(Path folder, FactTable table) {
    Project project =
        Project.open(
            ProjectFolder.walk(folder, Limits.DEFAULT, System::nanoTime),
            new ManifestReader(table));
    return switch (project.reading()) {
      case ManifestReading.Valid valid -> valid.system();
      case ManifestReading.Invalid invalid ->
          throw new IllegalArgumentException(invalid.problems().toString());
    };
  }

  private static void step(String what) {
    System.out.printf(
        "%5d ms of CPU  %s%n",
        ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis(), what);
  }
}
