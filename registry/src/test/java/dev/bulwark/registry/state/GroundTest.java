package dev.bulwark.registry.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.policy.Policy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GroundTest {
  @ParameterizedTest
  @EnumSource(Ground.class)
  void whatIsRefusedNamesControlsOfTheCatalogueAndAMistypedNameNone(Ground ground) {
    assertThat(ground.controls().isEmpty()).isEqualTo(ground == Ground.ABSENT);
    assertThat(Policy.builtin().catalogue().controls())
        .extracting(control -> control.id())
        .containsAll(ground.controls());
  }
}
