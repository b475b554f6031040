package dev.bulwark.govern.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.govern.facts.FactSpec.Nature;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FactTableTest {
  private static final FactTable TABLE = FactTable.builtin();

  @Test
  void everyKindHasFactsThatAreExplained() {
    assertThat(TABLE.kinds()).hasSize(ElementKind.values().length);
    TABLE.kinds().values().stream()
        .flatMap(specs -> specs.values().stream())
        .forEach(
            spec -> {
              assertThat(spec.what()).isNotBlank().doesNotEndWith(".");
              assertThat(spec.why()).isNotBlank().doesNotEndWith(".");
            });
  }

  /// A person fills in a manifest in a quarter of an hour only while these stay few.
  @Test
  void mandatoryFactsAreFew() {
    TABLE
        .kinds()
        .forEach(
            (kind, specs) ->
                assertThat(specs.values().stream().filter(FactTableTest::mandatory).count())
                    .as(kind.section())
                    .isBetween(1L, 10L));
  }

  private static boolean mandatory(FactSpec spec) {
    return spec.nature() instanceof Nature.Mandatory
        || spec.nature() instanceof Nature.MandatoryWhen;
  }

  @Test
  void aFactThatCannotHoldIsNotUnsafe() {
    TABLE.kinds().values().stream()
        .flatMap(specs -> specs.values().stream())
        .forEach(
            spec -> {
              if (spec.nature()
                  instanceof Nature.MandatoryWhen(var _, var _, Fact.Value otherwise)) {
                assertThat(otherwise).as(spec.name()).isNotEqualTo(spec.unsafe());
              }
            });
  }

  @Test
  void aTableThatContradictsItselfIsRefused() {
    String system = "system: {a: {type: flag, nature: %s, unsafe: true, what: w, why: y%s}}";
    for (String bad :
        Arrays.asList(
            system.formatted("exposure", ", when: b, otherwise: false"),
            system.formatted("derived", ", derived: {rule: has, fact: b, value: c}"),
            system.formatted("maybe", ""),
            system.formatted("safety", ", color: red"),
            system.formatted("safety", ""),
            "nothing: {}",
            "[")) {
      assertThatThrownBy(() -> FactTable.parse(Bytes.utf8(bad)))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("facts.yaml");
    }
  }
}
