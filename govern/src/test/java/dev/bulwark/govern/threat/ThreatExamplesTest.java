package dev.bulwark.govern.threat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.example.Example;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.testkit.ExamplesContract;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The model says of every example what the example shows: a part that can do nothing and has every
/// protection, but for the facts of the excerpt.
class ThreatExamplesTest extends ExamplesContract {
  @Override
  protected Path folder() {
    return Path.of("src/main/resources/dev/bulwark/govern/threat/examples");
  }

  @Override
  protected List<Rule> rules() {
    return Stream.concat(ThreatRuns.rules().stream(), Systems.RULES.explained().stream()).toList();
  }

  @Override
  protected Example answered(RuleId rule, Example example) {
    String manifest = example.parts().getFirst().content().utf8();
    ThreatModel model = ThreatModel.of(Systems.of(element(manifest)), Systems.RULES);
    Residual unproven = Residual.of(model, Map.of());
    return example.answered(
        Stream.of(
                ThreatRuns.threatModel(model),
                ThreatRuns.riskRegister(model),
                ThreatRuns.threatTrace(unproven),
                ThreatRuns.residualRisk(unproven))
            .map(CheckRun::outcomes)
            .filter(outcomes -> outcomes.containsKey(rule))
            .flatMap(outcomes -> lines(outcomes.get(rule)).stream())
            .toList(),
        List.of());
  }

  /// `SECTION:`, then `- id: ID`, then `fact: value`, one a line; behind `# derived:` stands a fact
  /// that nobody writes, because it follows from others.
  private static Element element(String manifest) {
    List<String> lines = manifest.lines().toList();
    ElementKind kind =
        Arrays.stream(ElementKind.values())
            .filter(one -> lines.getFirst().equals(one.section() + ":"))
            .findFirst()
            .orElseThrow();
    String id = lines.get(1).replaceFirst("^ +(- )?id: ", "");
    String facts =
        lines.stream()
            .skip(2)
            .map(
                line ->
                    line.strip()
                        .replace("# derived: ", "")
                        .replace(": ", "=")
                        .replaceAll("[\\[\\]]", ""))
            .map(line -> line.replace(", ", "+"))
            .collect(Collectors.joining(" "));
    Element made =
        Systems.element(
            kind, id, Systems.with(kind, Systems.benign(kind), Systems.read(kind, facts)));
    Place place =
        kind == ElementKind.SYSTEM
            ? Place.of("bulwark.yaml").at(1, 1)
            : Place.of("bulwark.yaml").at(2, 5);
    return new Element(kind, id, id, made.facts(), made.artifacts(), place);
  }
}
