package dev.bulwark.govern.manifest;

import dev.bulwark.govern.manifest.ManifestProblem.Topic;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.check.Suite;
import java.util.List;
import java.util.Set;

/// The checks of the manifest, all of them.
public final class BuiltinManifestChecks {
  /// What catalogues ask evidence of.
  public static final String SUITE = "manifest-validation";

  private BuiltinManifestChecks() {}

  public static Suite<Project> suite() {
    return new Suite<>(SUITE, all());
  }

  static List<Check<? super Project>> all() {
    return List.of(
        form(),
        owners(),
        facts(),
        references(),
        files(),
        new UndeclaredModels(),
        new ContradictedFacts(),
        new AssumedFacts(),
        new WholeFolder(),
        new ModelsWithoutFiles());
  }

  static Check<Project> form() {
    return new TopicCheck(
        new Rule(
            new RuleId("MAN-001"),
            "The manifest is malformed or incomplete",
            "Every later answer is about what the manifest declares; what cannot be read from it is"
                + " neither protected nor judged.",
            "Mend each place as its message says; docs/manifest.md lists every key.",
            Severity.HIGH,
            Rule.References.NONE),
        Set.of(Topic.SYNTAX, Topic.FORM));
  }

  static Check<Project> owners() {
    return new TopicCheck(
        new Rule(
            new RuleId("MAN-002"),
            "The system lacks an owner for a role",
            "A risk that belongs to nobody is accepted by nobody, and a builder who accepts the risk"
                + " of their own work is no second pair of eyes.",
            "Name a person for accountable, technical, security and risk; risk and technical differ.",
            Severity.HIGH,
            new Rule.References(List.of("CWE-1059"), List.of(), List.of())),
        Set.of(Topic.OWNERS));
  }

  static Check<Project> facts() {
    return new TopicCheck(
        new Rule(
            new RuleId("MAN-003"),
            "An ability or exposure of the system is not stated",
            "What a part can do and who can reach it decides which threats exist; silence about it"
                + " would hide them.",
            "Answer the fact for the element; when unsure, answer with what is possible today.",
            Severity.HIGH,
            Rule.References.NONE),
        Set.of(Topic.FACTS));
  }

  static Check<Project> references() {
    return new TopicCheck(
        new Rule(
            new RuleId("MAN-004"),
            "The manifest names a part twice or not at all",
            "A flow to a part that is not declared leads out of the threat model.",
            "Give every part an id of its own and refer to it as kind/id.",
            Severity.HIGH,
            Rule.References.NONE),
        Set.of(Topic.REFERENCES));
  }

  static Check<Project> files() {
    return new TopicCheck(
        new Rule(
            new RuleId("MAN-005"),
            "A declared file is missing, unreadable or outside the project",
            "Evidence is about bytes. A part whose bytes cannot be named cannot be scanned, signed"
                + " or compared with what runs.",
            "Put the file into the project, or correct its name.",
            Severity.HIGH,
            new Rule.References(List.of("CWE-22", "CWE-59"), List.of(), List.of())),
        Set.of(Topic.FILES));
  }
}
