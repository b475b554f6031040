package dev.bulwark.govern.threat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bulwark.govern.yaml.Yaml;
import dev.bulwark.govern.yaml.YamlReader;
import dev.bulwark.govern.yaml.YamlReading;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ThreatRulesTest {
  private static final Path ATLAS = Path.of("../../shared/data/atlas/ATLAS.yaml");
  private static final Map<String, Integer> MATURITY =
      Map.of("feasible", 3, "demonstrated", 6, "realized", 9);

  @Test
  void thereAreSeventyOneRulesWithUniqueIdsAndTitles() {
    List<ThreatRule> rules = Systems.RULES.rules();
    assertThat(rules).hasSize(71);
    assertThat(rules).extracting(rule -> rule.id().value()).doesNotHaveDuplicates().isSorted();
    assertThat(rules).extracting(ThreatRule::title).doesNotHaveDuplicates();
  }

  @Test
  void everyRuleExplainsItself() {
    for (ThreatRule rule : Systems.RULES.rules()) {
      assertThat(List.of(rule.why(), rule.fix()))
          .as(rule.id().value())
          .allSatisfy(text -> assertThat(text).endsWith("."));
      assertThat(rule.title()).as(rule.id().value()).doesNotEndWith(".").hasSizeLessThan(80);
      assertThat(rule.references().atlas()).as(rule.id().value()).isNotEmpty();
      assertThat(rule.references().cwe()).as(rule.id().value()).isNotEmpty();
      assertThat(rule.stride()).as(rule.id().value()).isNotEmpty();
    }
  }

  @Test
  void aThreatRuleIsExplainedLikeEveryRule() {
    Rule rule = Systems.RULES.find(new RuleId("TR-38")).orElseThrow().rule();
    assertThat(rule.title()).isEqualTo("Agent with effects reads content from outsiders");
    assertThat(rule.fix()).endsWith("Controls: AGT-01, OVS-01, MDL-04, MON-02.");
    assertThat(rule.references().owasp()).contains("LLM06", "ASI01");
    assertThat(Systems.RULES.explained()).contains(rule).hasSameSizeAs(Systems.RULES.rules());
    assertThat(Systems.RULES.find(new RuleId("TR-99"))).isEmpty();
  }

  @Test
  void theDigestIsOfTheFile() {
    assertThat(ThreatRules.parse(builtin(), Systems.TABLE).digest())
        .isEqualTo(Systems.RULES.digest());
  }

  /// Ids and maturity against MITRE's own file.
  @Test
  void everyAtlasTechniqueExistsAndIsAsMatureAsTheRuleSays() throws IOException {
    assumeTrue(Files.exists(ATLAS), "skipped: ../shared not present");
    Map<String, Integer> techniques = techniques();
    assertThat(techniques).hasSizeGreaterThan(150);
    for (ThreatRule rule : Systems.RULES.rules()) {
      assertThat(techniques.keySet()).as(rule.id().value()).containsAll(rule.references().atlas());
      int mature = rule.references().atlas().stream().mapToInt(techniques::get).max().orElseThrow();
      assertThat(rule.maturity()).as(rule.id().value()).isEqualTo(mature);
    }
  }

  @Test
  void everyTreatmentIsAControlOfTheCatalogue() throws IOException {
    Yaml catalogue =
        tree(Path.of("../control/src/main/resources/dev/bulwark/control/catalogue.yaml"));
    List<String> controls =
        items(catalogue, "controls").stream().map(control -> word(control, "id")).toList();
    assertThat(controls).hasSizeGreaterThan(50);
    assertThat(controls).containsAll(Systems.RULES.treatments());
  }

  /// Both are computed from the controls that treat threats.
  @Test
  void noThreatIsTreatedByWhatIsComputedFromTreatments() {
    assertThat(Systems.RULES.treatments()).doesNotContain("RSK-02", "THR-02");
  }

  @Test
  void everyProblemIsReportedAtOnceWithItsPlace() {
    String broken =
        text()
            .replace("model.origin == \"public-hub\" &&", "model.orign == \"public-hub\" &&")
            .replace("model.format in [\"pickle\"", "model.format in [\"pickel\"")
            .replace("!component.depsPinned", "!component.depsPinned &")
            .replaceFirst("scope: supplier", "scope: vendor")
            .replaceFirst("ease: 7", "ease: 12")
            .replaceFirst("treatments: \\[VND-03, SUP-01, MDL-01", "treatments: [vnd3, SUP-01")
            .replaceFirst("stride: \\[E, T\\]", "stride: [X]")
            .replaceFirst("id: TR-12", "id: TR-11")
            .replaceFirst("    kind: harm\n", "")
            .replaceFirst("motive:", "motif:");
    MalformedRules fault = catchThrowableOfType(MalformedRules.class, () -> parse(broken));
    assertThat(fault.type().slug()).isEqualTo("malformed-threat-rules");
    assertThat(fault.problems()).hasSizeGreaterThanOrEqualTo(11);
    assertThat(fault.getMessage())
        .contains(
            "found model.orign",
            "found \"pickel\"",
            "expected &&, || or the end, found \"&\"",
            "\"vendor\"",
            "expected a number from 1 to 9",
            "found \"vnd3\"",
            "\"X\"",
            "an id like TR-01 that no other rule has, found TR-11",
            "the key kind",
            "the key motive",
            "the key \"motif\"");
    String line = text().lines().toList().get(fault.problems().get(2).at().line() - 1);
    assertThat(line).contains("when:");
  }

  @Test
  void fallingScalesAreRequired() {
    assertThatThrownBy(() -> parse(text().replaceFirst("1: otherwise", "8: otherwise")))
        .hasMessageContaining("expected a number from 1 to 2");
    assertThatThrownBy(() -> parse(text().replaceFirst("      3: otherwise\n", "")))
        .hasMessageContaining("a last step called otherwise");
  }

  @Test
  void anEmptyOrForeignFileIsRefused() {
    assertThatThrownBy(() -> parse("")).isInstanceOf(MalformedRules.class);
    assertThatThrownBy(() -> parse("rules: []"))
        .hasMessageContaining("the key version")
        .hasMessageContaining("at least one rule");
    assertThatThrownBy(() -> parse("- a\n- b")).hasMessageContaining("a mapping");
    assertThatThrownBy(() -> parse("version: 2\n")).hasMessageContaining("from 1 to 1");
  }

  @Test
  void aMangledFileIsReadOrRefused() {
    byte[] small = text().substring(0, text().indexOf("  - id: TR-03")).getBytes();
    assertThat(parse(new String(small)).rules()).hasSize(2);
    ForAll.cases(
        1_500,
        random -> {
          try {
            ThreatRules.parse(Bytes.of(Mangle.once(small, random)), Systems.TABLE);
          } catch (MalformedRules e) {
            assertThat(e.problems()).isNotEmpty();
          }
        });
  }

  private static ThreatRules parse(String yaml) {
    return ThreatRules.parse(Bytes.utf8(yaml), Systems.TABLE);
  }

  private static String text() {
    return builtin().utf8();
  }

  private static Bytes builtin() {
    try (InputStream in =
        ThreatRules.class.getResourceAsStream("/dev/bulwark/govern/threat-rules.yaml")) {
      return Bytes.of(in.readAllBytes());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// A technique without a maturity of its own has that of the technique it belongs to.
  private static Map<String, Integer> techniques() throws IOException {
    YamlReader reader = new YamlReader(ByteSize.ofMib(8), 32, 1_000_000);
    Yaml root = ((YamlReading.Tree) reader.read(Bytes.of(Files.readAllBytes(ATLAS)))).root();
    Yaml matrix = items(root, "matrices").getFirst();
    Map<String, Integer> found = new TreeMap<>();
    for (Yaml technique : items(matrix, "techniques")) {
      String maturity = word(technique, "maturity");
      if (!maturity.isEmpty()) {
        found.put(word(technique, "id"), MATURITY.get(maturity));
      }
    }
    for (Yaml technique : items(matrix, "techniques")) {
      found.putIfAbsent(
          word(technique, "id"), found.getOrDefault(word(technique, "subtechnique-of"), 0));
    }
    return found;
  }

  private static Yaml tree(Path file) throws IOException {
    YamlReader reader = new YamlReader(ByteSize.ofMib(8), 32, 1_000_000);
    return ((YamlReading.Tree) reader.read(Bytes.of(Files.readAllBytes(file)))).root();
  }

  private static List<Yaml> items(Yaml node, String key) {
    return ((Yaml.Items) ((Yaml.Mapping) node).find(key).orElseThrow()).items();
  }

  private static String word(Yaml node, String key) {
    return ((Yaml.Mapping) node)
        .find(key)
        .map(value -> value instanceof Yaml.Scalar scalar ? scalar.text() : "")
        .orElse("");
  }
}
