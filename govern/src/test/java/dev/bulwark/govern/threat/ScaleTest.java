package dev.bulwark.govern.threat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ScaleTest {
  private static final Scale SCALE =
      new Scale(
          List.of(
              new Scale.Step(9, Condition.parse("x.grave")),
              new Scale.Step(6, Condition.parse("x.bad"))),
          3);

  private static int value(Map<String, Boolean> facts) {
    return SCALE.value((_, fact) -> Optional.ofNullable(facts.get(fact)).map(Fact.Value.Flag::new));
  }

  @Test
  void theFirstStepThatHoldsGivesTheValue() {
    assertThat(value(Map.of("grave", true, "bad", true))).isEqualTo(9);
    assertThat(value(Map.of("grave", false, "bad", true))).isEqualTo(6);
    assertThat(value(Map.of("grave", false, "bad", false))).isEqualTo(3);
  }

  @Test
  void aStepThatCannotBeDecidedHolds() {
    assertThat(value(Map.of("bad", false))).isEqualTo(9);
    assertThat(value(Map.of("grave", false))).isEqualTo(6);
  }

  @Test
  void aMissingFactOfTheWholeNeverLowersARisk() {
    SortedMap<String, Fact.Value> whole = new TreeMap<>(Systems.benign(ElementKind.SYSTEM));
    whole.put("rollbackProven", new Fact.Value.Flag(false));
    int known = impact(whole);
    whole.remove("stakes");
    assertThat(impact(whole)).isEqualTo(9).isGreaterThan(known);
  }

  private static int impact(SortedMap<String, Fact.Value> whole) {
    return ThreatModel.of(
            Systems.of(Systems.element(ElementKind.SYSTEM, "demo", whole)), Systems.RULES)
        .threats()
        .getFirst()
        .impact();
  }
}
