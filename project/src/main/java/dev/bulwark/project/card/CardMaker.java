package dev.bulwark.project.card;

import dev.bulwark.control.policy.Policy;
import dev.bulwark.control.status.Assessment;
import dev.bulwark.evidence.Assurance;
import dev.bulwark.evidence.Evidence;
import dev.bulwark.evidence.Roster;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/// Draws a version's card from the ledger: a pure function of it and a moment.
public final class CardMaker {
  /// What people expect a card to speak of: the word in the name of a suite that would measure it,
  /// and what to say while none did.
  private static final SequencedMap<String, String> TOPICS = topics();

  private static SequencedMap<String, String> topics() {
    SequencedMap<String, String> topics = new LinkedHashMap<>();
    topics.put("performance", "How well it performs was not measured.");
    topics.put("robustness", "How it holds against attacks and noise was not measured.");
    topics.put("fairness", "Whether it treats groups of people alike was not measured.");
    topics.put("explanation", "Whether its answers can be explained was not measured.");
    topics.put("privacy", "What it gives away of its training data was not measured.");
    return topics;
  }

  private static final List<String> RUN =
      List.of("Suite", "Over", "Result", "Passed", "Failed", "Undecided", "Checker", "Entry");

  private final RegistryState state;
  private final Version version;
  private final CardVersion told;
  private final Set<Digest> bytes;
  private final CardEvidence evidence;
  private final Optional<CardSystem> system;
  private final Assessment assessment;

  private CardMaker(RegistryState state, List<Evidence> ledger, Policy policy, VersionId id) {
    this.state = state;
    this.version = state.version(id);
    this.told = new CardVersion(state, version);
    this.bytes = version.content().digests();
    Roster roster = Roster.asOf(ledger, state.asOf());
    List<Evidence> counted =
        ledger.stream()
            .filter(it -> !it.received().isAfter(state.asOf()))
            .filter(it -> it.assurance() != Assurance.A0 && roster.counts(it))
            .toList();
    this.evidence = new CardEvidence(counted);
    this.system = CardSystem.of(counted, bytes);
    this.assessment = Assessment.of(policy, ledger, state.asOf(), scope -> scope.covers(bytes));
  }

  /// @param ledger all its evidence; what came after the moment is passed over
  /// @throws dev.bulwark.registry.RegistryFault `registry-unknown`
  public static ModelCard of(List<Evidence> ledger, Instant asOf, Policy policy, VersionId id) {
    return new CardMaker(RegistryState.at(ledger, asOf), ledger, policy, id).card();
  }

  private ModelCard card() {
    List<ModelCard.Section> sections = new ArrayList<>();
    sections.addAll(origin());
    sections.addAll(checks());
    sections.addAll(moves());
    sections.addAll(surroundings());
    return new ModelCard(
        version.id().toString(),
        version.kind().word(),
        version.state().name(),
        system.map(CardSystem::purpose).orElse(""),
        state.asOf(),
        unassessed(),
        sections);
  }

  private List<ModelCard.Section> origin() {
    return List.of(
        section("identity", "Identity", List.of("What", "Value"), told.identity(), ""),
        section("files", "Files", List.of("Name", "Size", "Digest"), told.files(), ""),
        section(
            "lineage",
            "Lineage",
            List.of("Relation", "What", "Digest"),
            told.lineage(),
            "Nothing is on record about what it comes from or what came of it."),
        section(
            "provenance",
            "How it was built, in its builder's words",
            List.of("Builder", "Kind of build", "Finished", "Went into it", "Key", "Entry"),
            evidence.provenance(bytes),
            "No builder's word is on record."),
        section(
            "purpose",
            "Purpose and people",
            List.of("What", "Value"),
            system.map(CardSystem::about).orElse(List.of()),
            "No description of a system is on record."));
  }

  private List<ModelCard.Section> checks() {
    return List.of(
        section(
            "checks",
            "Checks over these bytes",
            RUN,
            evidence.checks(bytes),
            "No check over these bytes is on record."),
        section(
            "findings",
            "Findings",
            List.of("Severity", "Rule", "Where", "What"),
            evidence.findings(bytes),
            "No finding in the newest run of any check."));
  }

  private List<ModelCard.Section> moves() {
    Set<Digest> signed = described();
    signed.addAll(bytes);
    signed.add(version.content().digest());
    return List.of(
        section(
            "environments",
            "Where it ran",
            List.of("Environment", "Generation", "From", "To", "How", "By", "Found"),
            told.runs(),
            "It never ran in an environment."),
        section(
            "decisions",
            "Decisions of gates",
            List.of("Gate", "Decision", "Decided", "Until", "Policy", "Entry"),
            evidence.decisions(bytes),
            "No gate decided over these bytes."),
        section(
            "signatures",
            "Signatures of people",
            List.of("Kind", "Word", "Person", "Role", "Over", "When", "Entry"),
            evidence.signatures(signed),
            "Nobody signed over these bytes or their description."));
  }

  private List<ModelCard.Section> surroundings() {
    return List.of(
        section(
            "controls",
            "Controls",
            List.of("Control", "Title", "Standing", "Waiver"),
            CardSystem.controls(assessment),
            "No control was judged."),
        section(
            "waivers",
            "Waivers",
            List.of("Control", "Reason", "Until", "Standing"),
            CardSystem.waivers(assessment),
            "None."),
        section(
            "system-checks",
            "Checks over the system around it",
            RUN,
            evidence.checks(described()),
            "No check over the description is on record."),
        section(
            "facts",
            "Intended use, limits and safeguards",
            List.of("Part", "Fact", "Value", "Standing"),
            system.map(it -> it.facts(bytes)).orElse(List.of()),
            "No description of a system is on record."));
  }

  /// The digests of the description and its documents.
  private Set<Digest> described() {
    Set<Digest> described = new HashSet<>(system.map(CardSystem::digests).orElse(Set.of()));
    described.removeAll(bytes);
    return described;
  }

  private static ModelCard.Section section(
      String id, String title, List<String> head, List<List<String>> rows, String empty) {
    return new ModelCard.Section(id, title, head, rows, empty);
  }

  private List<String> unassessed() {
    List<String> lines = new ArrayList<>();
    Set<Digest> examined = evidence.examined(bytes);
    version.content().files().stream()
        .filter(file -> !examined.contains(file.digest()))
        .forEach(file -> lines.add(file.name() + " was examined by no check."));
    lines.addAll(evidence.undecided(bytes));
    Set<String> suites = evidence.suites(bytes);
    TOPICS.forEach(
        (topic, sentence) -> {
          if (suites.stream().noneMatch(suite -> suite.contains(topic))) {
            lines.add(sentence);
          }
        });
    if (version.lineage().isEmpty()) {
      lines.add("What it was made from is not on record.");
    }
    if (version.lineage().stream().noneMatch(it -> it.relation().equals("built-by"))) {
      lines.add("Who or what built it is not on record.");
    }
    if (system.isEmpty()) {
      lines.add("What it is for is not on record.");
    }
    system.filter(it -> !it.names()).ifPresent(_ -> lines.add("No description names these bytes."));
    system.ifPresent(it -> lines.addAll(it.assumed(bytes)));
    lines.addAll(CardSystem.open(assessment));
    return lines;
  }
}
