package dev.bulwark.inventory.check;

import dev.bulwark.inventory.component.Component;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import java.util.List;
import java.util.Set;

/// The bytes of a pinned component are not pinned, where its ecosystem's files can hold a hash.
final class WithoutHash implements Check<Assessment> {
  private static final int MOST = 500;
  private static final Set<String> HASHED = Set.of("pypi", "npm", "conda");
  private static final Rule RULE =
      new Rule(
          new RuleId("INV-003"),
          "A component is pinned without a hash",
          "A version is a name; an index or a mirror that is taken over can serve other bytes under"
              + " it.",
          "Keep a lock file with hashes (pip-compile --generate-hashes, uv, poetry, npm), and"
              + " install only what matches them.",
          Severity.LOW,
          new Rule.References(List.of("CWE-353"), List.of("AML.T0010.001"), List.of("LLM03")));

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public Outcome examine(Assessment target, Budget budget) {
    List<Component> concerned =
        target.stock().components().stream()
            .filter(Component::isPinned)
            .filter(component -> HASHED.contains(component.purl().type()))
            .toList();
    if (concerned.isEmpty()) {
      return new Outcome.NotApplicable("no pinned components of pypi, npm or conda are declared");
    }
    return Outcome.of(
        concerned.stream()
            .filter(component -> component.hashes().isEmpty())
            .map(
                component ->
                    new Finding(
                        RULE.id(),
                        Severity.LOW,
                        component.place(),
                        Place.printable(component.purl() + " may be any bytes of that version")))
            .toList(),
        MOST);
  }
}
