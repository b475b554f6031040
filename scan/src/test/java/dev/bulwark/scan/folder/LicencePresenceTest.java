package dev.bulwark.scan.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LicencePresenceTest {

  private static LicencePresence readme(String text) {
    return LicencePresence.of(
        List.of("README.md", "model.safetensors"),
        Optional.of(Source.of(Place.of("README.md"), text.getBytes(StandardCharsets.UTF_8))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"LICENSE", "licence.txt", "COPYING", "LICENSE-APACHE", "UNLICENSE", "License.md"})
  void aLicenceFileAtTheTopCounts(String name) {
    LicencePresence presence = LicencePresence.of(List.of("a.bin", name), Optional.empty());
    assertThat(presence).isEqualTo(new LicencePresence.InFile(name));
    assertThat(presence.outcome(Place.of("m"))).isEqualTo(Outcome.passed());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sub/LICENSE", "license.py", "LICENSED", "model-license.bin"})
  void otherNamesDoNot(String name) {
    assertThat(LicencePresence.of(List.of(name), Optional.empty()))
        .isEqualTo(new LicencePresence.Missing());
  }

  @Test
  void theHeadOfAReadmeCounts() {
    assertThat(readme("---\ntags: [x]\nlicense: \"apache-2.0\"\n---\n# M"))
        .isEqualTo(new LicencePresence.InReadme("apache-2.0"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# M\nlicense: mit\n",
        "---\ntags: x\n---\nlicense: mit\n",
        "---\nlicense:\n---\n",
        "---\nlicense: unknown\n---\n",
        "---\nx:\n  license: mit\n---\n"
      })
  void otherTextDoesNot(String text) {
    assertThat(readme(text)).isEqualTo(new LicencePresence.Missing());
  }

  @Test
  void missingIsANoteThatFailsNothing() {
    Outcome outcome = new LicencePresence.Missing().outcome(Place.of("models"));
    assertThat(outcome).isInstanceOf(Outcome.Passed.class);
    assertThat(outcome.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.rule()).hasToString("LIC-001"));
  }
}
