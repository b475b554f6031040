package dev.bulwark.control.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.Lab;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private final Catalogue builtin = Policy.builtin().catalogue();

  @Test
  void everyAskOfTheGuidelinesIsKnown() {
    List<String> expected =
        Stream.concat(
                IntStream.rangeClosed(1, 67).mapToObj("R%02d"::formatted),
                IntStream.rangeClosed(1, 7).mapToObj("X%02d"::formatted))
            .toList();
    assertThat(Ask.all()).extracting(Ask::id).containsExactlyElementsOf(expected);
  }

  @Test
  void everyAskIsServedByAControl() {
    assertThat(Coverage.of(builtin, Ask.all(), Set.of()).unserved()).isEmpty();
  }

  @Test
  void everyControlServesAnAskThereIs() {
    List<String> asks = Ask.all().stream().map(Ask::id).toList();
    assertThat(builtin.controls())
        .allSatisfy(control -> assertThat(asks).containsAll(control.asks()));
  }

  @Test
  void everyGateIsClosedBySomeControlOfEveryProfile() {
    Policy policy = Policy.builtin();
    for (Profile profile : policy.profiles()) {
      for (GateName gate : GateName.values()) {
        boolean closes =
            policy.selected(profile.id()).stream().anyMatch(control -> control.blocks(gate));
        assertThat(closes || profile.id().equals("essentials"))
            .as("%s of %s", gate, profile.id())
            .isTrue();
      }
    }
  }

  @Test
  void aControlWithoutProducersIsSaidToHaveNone() {
    Coverage coverage =
        Coverage.of(
            Lab.policy().catalogue(), Ask.all(), Set.of("manifest-validation", "model-file-scan"));
    assertThat(coverage.controls())
        .extracting(each -> each.control().id() + " " + each.extent())
        .containsExactly(
            "GOV-01 PART",
            "RSK-01 NONE",
            "MDL-01 WHOLE",
            "DSN-01 NONE",
            "DAT-01 NONE",
            "PRV-01 NONE",
            "OPS-01 NONE");
    assertThat(coverage.unproduced()).hasSize(5);
    assertThat(coverage.unserved()).hasSize(74 - 8);
  }
}
