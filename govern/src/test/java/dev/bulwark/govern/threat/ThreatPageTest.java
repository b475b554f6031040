package dev.bulwark.govern.threat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.kernel.system.Element;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/// `-Dbulwark.golden=update` writes the golden page anew.
final class ThreatPageTest {
  private static final Path GOLDEN =
      Path.of("src/test/resources/dev/bulwark/govern/threat/threat-model.md");

  private static AiSystem system() {
    Element whole =
        element(
            ElementKind.SYSTEM,
            "demo",
            "personalData=true peopleAffected=1000 stakes=money",
            Fact.Origin.DECLARED);
    Element page =
        element(
            ElementKind.COMPONENT, "page", "kind=web internetExposed=true", Fact.Origin.DECLARED);
    Element agent =
        element(
            ElementKind.AGENT,
            "helper",
            "readsUntrusted=true abilities=spend budgetCapped=false in=component/page",
            Fact.Origin.ASSUMED);
    Element in =
        element(
            ElementKind.FLOW,
            "question",
            "from=outside to=agent/helper toLlm=true untrusted=true",
            Fact.Origin.DECLARED);
    return Systems.of(whole, page, agent, in);
  }

  private static Element element(ElementKind kind, String id, String changes, Fact.Origin origin) {
    SortedMap<String, Fact.Value> facts =
        Systems.with(kind, Systems.benign(kind), Systems.read(kind, changes));
    return Systems.element(kind, id, facts, origin);
  }

  @Test
  void thePageIsTheGoldenOne() throws IOException {
    ThreatModel model = ThreatModel.of(system(), Systems.RULES);
    String page = ThreatPage.render(Residual.of(model, Map.of("AGT-01", Credit.PROVEN)));
    if (System.getProperty("bulwark.golden", "").equals("update")) {
      Files.writeString(GOLDEN, page);
    }
    assertThat(page).isEqualTo(Files.readString(GOLDEN));
  }

  @Test
  void foreignTextIsEscaped() {
    AiSystem system = system();
    AiSystem hostile =
        new AiSystem(
            system.id(),
            "<script>alert(1)</script>\n# Trusted\u202e",
            "a | b `c` [d](e) ![f](g)",
            system.owners(),
            system.authors(),
            system.profile(),
            system.elements(),
            system.manifest());
    String page = ThreatPage.render(Residual.of(ThreatModel.of(hostile, Systems.RULES), Map.of()));
    assertThat(page)
        .startsWith(
            "# Threat model of \\<script\\>alert(1)\\</script\\> \\# Trusted\n\n"
                + "a \\| b \\`c\\` \\[d\\](e) \\!\\[f\\](g)\n");
  }

  @Test
  void aSystemWithoutThreatsSaysSo() {
    ThreatModel model = ThreatModel.of(Systems.of(List.of()), Systems.RULES);
    assertThat(ThreatPage.render(Residual.of(model, Map.of())))
        .contains("0 threats to 1 elements (none)")
        .doesNotContain("| threat |");
  }
}
