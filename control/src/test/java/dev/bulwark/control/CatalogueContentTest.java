package dev.bulwark.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.control.policy.Age;
import dev.bulwark.control.policy.Control;
import dev.bulwark.control.policy.GateName;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.policy.Profile;
import dev.bulwark.control.policy.Requirement;
import dev.bulwark.control.policy.Requirement.Source;
import dev.bulwark.evidence.Assurance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What the shipped catalogue, profiles and asks promise (docs/adr/0005).
final class CatalogueContentTest {
  /// The suites something produces in this version.
  private static final Set<String> PRODUCED =
      Set.of(
          "manifest-validation",
          "threat-model-run",
          "risk-register",
          "threat-trace",
          "residual-risk",
          "model-file-scan",
          "ledger-audit");

  private static final Set<String> ROLES =
      Set.of(
          "accountable",
          "technical",
          "security",
          "risk",
          "ethics",
          "privacy",
          "legal",
          "auditor",
          "operator",
          "vendor-manager");

  private static final Map<String, String> FRAMEWORKS =
      Map.ofEntries(
          Map.entry("ncsc", "[1-4]\\.[1-5]"),
          Map.entry("etsi_en_304_223", "P([1-9]|1[0-3])"),
          Map.entry("cisa_deploying", "D([1-9]|1[0-5])"),
          Map.entry(
              "nist_ai_rmf", "(GOVERN [1-6]|MAP [1-5]|MEASURE [1-4]|MANAGE [1-4])\\.\\d{1,2}"),
          Map.entry("eu_ai_act", "(Annex [IVX]+|\\d{1,3})(\\([0-9a-z]+\\))*"),
          Map.entry("iso_42001", "A\\.([2-9]|10)(\\.\\d){1,2}"),
          Map.entry("owasp_llm_2025", "LLM(0[1-9]|10)"),
          Map.entry("owasp_ai_exchange", "[A-Z][A-Z/ ]+"),
          Map.entry("mitre_atlas", "AML\\.M00[0-3]\\d"),
          Map.entry("gdpr", "\\d{1,2}(\\([0-9a-z]+\\))*"),
          Map.entry("hipaa", "16[04]\\.\\d{3}(\\([0-9a-zA-Z]+\\))*"),
          Map.entry("csa_aicm_domain", "[A-Z][A-Z&]{1,2}"),
          Map.entry("cosai_control", "control[A-Z][A-Za-z]+"));

  /// Parsed as a text from outside.
  private static final Policy POLICY = Policy.parse(text("catalogue.yaml"), text("profiles.yaml"));

  private static final List<Control> CONTROLS = POLICY.catalogue().controls();

  private record Ask(String id, String where, String ask) {
    static Ask parse(String line) {
      String[] columns = line.split("\t", -1);
      assertThat(columns).as(line).hasSize(3).allSatisfy(text -> assertThat(text).isNotBlank());
      return new Ask(columns[0], columns[1], columns[2]);
    }
  }

  @Test
  void theShippedPolicyIsTheOneThatWasParsed() {
    assertThat(Policy.builtin().digest()).isEqualTo(POLICY.digest());
  }

  @Test
  void asksAreThoseOfTheGuidelinesInOrder() {
    List<String> expected = new ArrayList<>();
    IntStream.rangeClosed(1, 67).forEach(i -> expected.add("R%02d".formatted(i)));
    IntStream.rangeClosed(1, 7).forEach(i -> expected.add("X%02d".formatted(i)));

    assertThat(text("asks.tsv").lines().findFirst()).contains("id\twhere\task");
    assertThat(asks()).extracting(Ask::id).isEqualTo(expected);
    assertThat(asks()).extracting(Ask::ask).doesNotHaveDuplicates();
  }

  @Test
  void everyAskIsServedByAControlAndNoControlServesAnother() {
    Set<String> served =
        CONTROLS.stream().flatMap(control -> control.asks().stream()).collect(Collectors.toSet());

    assertThat(served).containsExactlyInAnyOrderElementsOf(asks().stream().map(Ask::id).toList());
  }

  @Test
  void everyControlIsInAProfileAndHighRiskAsksForAll() {
    assertThat(POLICY.profiles())
        .extracting(Profile::id)
        .containsExactly("essentials", "standard", "high-risk");
    assertThat(POLICY.selected("standard"))
        .hasSizeGreaterThan(POLICY.selected("essentials").size());
    assertThat(ids("high-risk")).isEqualTo(CONTROLS.stream().map(Control::id).toList());
  }

  @Test
  void profilesGrow() {
    assertThat(ids("standard")).containsAll(ids("essentials"));
    assertThat(ids("high-risk")).containsAll(ids("standard"));
  }

  @Test
  void essentialsAsksForNothingThatNobodyProducesYet() {
    for (Control control : POLICY.selected("essentials")) {
      for (Requirement requirement : control.evidence()) {
        boolean can =
            switch (requirement.source()) {
              case Source.Suite(String name) -> PRODUCED.contains(name);
              case Source.Attestation _ -> true;
              case Source.Statement _ -> false;
            };
        assertThat(can).as("%s/%s", control.id(), requirement.id()).isTrue();
      }
    }
  }

  @Test
  void essentialsClosesEveryGate() {
    for (GateName gate : GateName.values()) {
      assertThat(POLICY.selected("essentials"))
          .as(gate.word())
          .anySatisfy(control -> assertThat(control.blocks(gate)).isTrue());
    }
  }

  /// A verifiable ledger alone does not show that anything was destroyed.
  @Test
  void noProfileRetiresASystemWithoutASignatureForWhatWasDisposedOf() {
    for (Profile profile : POLICY.profiles()) {
      assertThat(
              POLICY.selected(profile.id()).stream().filter(each -> each.blocks(GateName.RETIRE)))
          .as(profile.id())
          .flatExtracting(Control::evidence)
          .extracting(Requirement::source)
          .contains(
              new Source.Attestation("disposal-approval", "accountable", false, 1),
              new Source.Attestation("key-disposal", "security", true, 1));
    }
  }

  @Test
  void everySuiteThatIsProducedIsAskedFor() {
    Set<String> asked =
        CONTROLS.stream()
            .flatMap(control -> control.evidence().stream())
            .map(Requirement::source)
            .filter(Source.Suite.class::isInstance)
            .map(Source::name)
            .collect(Collectors.toSet());

    assertThat(asked).containsAll(PRODUCED);
  }

  @Test
  void noLaterGateForgetsAnEarlierOne() {
    for (Control control : CONTROLS) {
      if (control.blocks(GateName.ADMIT)) {
        assertThat(control.blocks(GateName.STAGE)).as(control.id()).isTrue();
      }
      if (Stream.of(GateName.DESIGN, GateName.ADMIT, GateName.STAGE).anyMatch(control::blocks)) {
        assertThat(control.blocks(GateName.RELEASE)).as(control.id()).isTrue();
      }
    }
  }

  @Test
  void peopleSignAtA1AndNothingComputedCountsBelowA3() {
    for (Control control : CONTROLS) {
      for (Requirement requirement : control.evidence()) {
        String name = control.id() + "/" + requirement.id();
        switch (requirement.source()) {
          case Source.Attestation attestation -> {
            assertThat(requirement.assurance()).as(name).isEqualTo(Assurance.A1);
            assertThat(ROLES).as(name).contains(attestation.role());
          }
          case Source.Suite _, Source.Statement _ ->
              assertThat(requirement.assurance().atLeast(Assurance.A3)).as(name).isTrue();
        }
      }
    }
  }

  @Test
  void evidenceIsCutToTheEssential() {
    assertThat(CONTROLS).allSatisfy(control -> assertThat(control.evidence()).hasSizeBetween(1, 4));
    assertThat(CONTROLS.stream().mapToInt(control -> control.evidence().size()).sum())
        .isLessThan(CONTROLS.size() * 3 / 2);
  }

  @Test
  void everyAgeLimitOfAProfileShortensSomething() {
    for (Profile profile : POLICY.profiles()) {
      Map<String, List<Age>> before = ages(CONTROLS);
      Map<String, List<Age>> after = ages(POLICY.selected(profile.id()));
      profile
          .tightened()
          .keySet()
          .forEach(
              key -> {
                String control = key.split("/", 2)[0];
                assertThat(after.get(control)).as(key).isNotEqualTo(before.get(control));
              });
    }
    assertThat(POLICY.profile("high-risk").orElseThrow().tightened()).isNotEmpty();
  }

  @Test
  void frameworkIdsAreWellFormed() {
    for (Control control : CONTROLS) {
      assertThat(FRAMEWORKS.keySet()).as(control.id()).containsAll(control.frameworks().keySet());
      control
          .frameworks()
          .forEach(
              (framework, ids) ->
                  assertThat(ids)
                      .as("%s %s", control.id(), framework)
                      .isNotEmpty()
                      .doesNotHaveDuplicates()
                      .allMatch(id -> id.matches(FRAMEWORKS.get(framework))));
    }
  }

  @Test
  void everySectionOfTheGuidelinesAndItsStandardIsCovered() {
    assertThat(covered("ncsc"))
        .isEqualTo(new TreeSet<>(sections(Map.of("1", 4, "2", 4, "3", 5, "4", 4))));
    assertThat(covered("etsi_en_304_223")).isEqualTo(numbered("P%d", 13));
    assertThat(covered("cisa_deploying")).isEqualTo(numbered("D%d", 15));
    assertThat(covered("owasp_llm_2025")).isEqualTo(numbered("LLM%02d", 10));
    assertThat(CONTROLS)
        .allSatisfy(
            control ->
                assertThat(control.frameworks())
                    .containsKeys("ncsc", "etsi_en_304_223", "nist_ai_rmf", "iso_42001"));
  }

  @Test
  void controlsReadWell() {
    assertThat(CONTROLS).extracting(Control::title).doesNotHaveDuplicates();
    for (Control control : CONTROLS) {
      assertThat(control.title()).hasSizeLessThanOrEqualTo(72).doesNotEndWith(".");
      assertThat(control.requirement())
          .as(control.id())
          .hasSizeBetween(60, 380)
          .endsWith(".")
          .doesNotContain("\n");
      assertThat(control.requirement().split("\\. ")).as(control.id()).hasSizeBetween(1, 2);
    }
  }

  private static List<String> ids(String profile) {
    return POLICY.selected(profile).stream().map(Control::id).toList();
  }

  private static Map<String, List<Age>> ages(List<Control> controls) {
    return controls.stream()
        .collect(
            Collectors.toMap(
                Control::id,
                control -> control.evidence().stream().map(Requirement::age).toList()));
  }

  private static Set<String> covered(String framework) {
    return CONTROLS.stream()
        .flatMap(control -> control.frameworks().getOrDefault(framework, List.of()).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> sections(Map<String, Integer> counts) {
    Set<String> sections = new HashSet<>();
    counts.forEach(
        (part, count) ->
            IntStream.rangeClosed(1, count).forEach(i -> sections.add(part + "." + i)));
    return sections;
  }

  private static Set<String> numbered(String format, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(format::formatted)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Ask> asks() {
    return text("asks.tsv").lines().skip(1).map(Ask::parse).toList();
  }

  private static String text(String name) {
    try (InputStream in = Policy.class.getResourceAsStream("/dev/bulwark/control/" + name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
