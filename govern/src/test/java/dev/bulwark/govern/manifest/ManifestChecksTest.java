package dev.bulwark.govern.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.testkit.CheckContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ManifestChecksTest {
  private static final Project SOUND = Sound.project(Sound.text(), ListedFiles.sound());

  private static Project changed(String from, String to) {
    String manifest = Sound.text().replace(from, to);
    assertThat(manifest).isNotEqualTo(Sound.text());
    return Sound.project(manifest, ListedFiles.sound());
  }

  private abstract static class Contract extends CheckContract<Project> {
    private final Check<Project> check;
    private final List<Project> dirty;

    Contract(Check<Project> check, Project... dirty) {
      this.check = check;
      this.dirty = List.of(dirty);
    }

    @Override
    protected Check<? super Project> check() {
      return check;
    }

    @Override
    protected List<Project> clean() {
      return List.of(SOUND);
    }

    @Override
    protected List<Project> dirty() {
      return dirty;
    }
  }

  @Nested
  class Form extends Contract {
    Form() {
      super(
          BuiltinManifestChecks.form(),
          changed("generative: true", "generative: maybe"),
          changed("[ben, eve]", "[ben"));
    }
  }

  @Nested
  class Owners extends Contract {
    Owners() {
      super(BuiltinManifestChecks.owners(), changed("risk: dan", "risk: ben"));
    }
  }

  @Nested
  class Facts extends Contract {
    Facts() {
      super(BuiltinManifestChecks.facts(), changed("  generative: true\n", ""));
    }
  }

  @Nested
  class References extends Contract {
    References() {
      super(BuiltinManifestChecks.references(), changed("tools: [tool/orders]", "tools: [tool/x]"));
    }
  }

  @Nested
  class FilesThere extends Contract {
    FilesThere() {
      super(BuiltinManifestChecks.files(), changed("docs/**", "nowhere/**"));
    }
  }

  @Nested
  class Undeclared extends Contract {
    Undeclared() {
      super(
          new UndeclaredModels(),
          Sound.project(Sound.text(), ListedFiles.sound().with("old/a.dat", ListedFiles.pickle())),
          Sound.project(Sound.text(), ListedFiles.sound().with("x.onnx", "lfs".getBytes())));
    }

    @Test
    void aFolderNotSeenWholeIsUndecided() {
      ListedFiles files =
          ListedFiles.sound().gap("old", ProjectFiles.Gap.Kind.UNREADABLE, "it cannot be read");
      assertThat(examine(Sound.project(Sound.text(), files))).isInstanceOf(Outcome.Undecided.class);
    }

    @Test
    void anInvalidManifestIsUndecided() {
      assertThat(examine(changed("risk: dan", "risk: ben"))).isInstanceOf(Outcome.Undecided.class);
    }
  }

  @Nested
  class WithoutFiles extends Contract {
    WithoutFiles() {
      super(new ModelsWithoutFiles(), changed("format: hosted", "format: unknown"));
    }
  }

  @Nested
  class Contradicted extends Contract {
    Contradicted() {
      super(
          new ContradictedFacts(),
          Sound.project(
              Sound.text(),
              ListedFiles.sound().with("models/ranker.safetensors", ListedFiles.pickle())));
    }
  }

  @Nested
  class Whole extends Contract {
    Whole() {
      super(
          new WholeFolder(),
          Sound.project(
              Sound.text(),
              ListedFiles.sound()
                  .gap("a%FF", ProjectFiles.Gap.Kind.BAD_NAME, "its name is not UTF-8")));
    }

    @Test
    void devicesAndLinksOutAreNotes() {
      ListedFiles files =
          ListedFiles.sound()
              .gap("pipe", ProjectFiles.Gap.Kind.NO_FILE, "it is a pipe")
              .gap("out", ProjectFiles.Gap.Kind.LEAVES_PROJECT, "it is a link that leaves");
      Outcome outcome = examine(Sound.project(Sound.text(), files));
      assertThat(outcome).isInstanceOf(Outcome.Passed.class);
      assertThat(outcome.findings()).hasSize(2);
    }

    @Test
    void aWalkThatDidNotEndIsUndecided() {
      ListedFiles files = ListedFiles.sound().gap("", ProjectFiles.Gap.Kind.OVER_LIMIT, "too many");
      assertThat(examine(Sound.project(Sound.text(), files))).isInstanceOf(Outcome.Undecided.class);
    }
  }

  @Test
  void assumedFactsAreNotesAndNeverFail() {
    Outcome outcome = run(SOUND).get(new RuleId("MAN-008"));
    assertThat(outcome).isInstanceOf(Outcome.Passed.class);
    assertThat(outcome.findings())
        .hasSizeGreaterThan(10)
        .allSatisfy(finding -> assertThat(finding.severity()).isEqualTo(Severity.NOTE))
        .anySatisfy(
            finding ->
                assertThat(finding.message()).contains("agent/helper").contains("sandboxed"));
  }

  @Test
  void aSoundProjectPassesEveryRule() {
    assertThat(run(SOUND)).hasSize(10);
    assertThat(run(SOUND).values())
        .allSatisfy(o -> assertThat(o).isInstanceOf(Outcome.Passed.class));
  }

  /// What could not be read proves nothing about the rest.
  @Test
  void aBrokenFileLeavesEveryOtherRuleUndecided() {
    Map<RuleId, Outcome> outcomes = run(changed("[ben, eve]", "[ben"));
    outcomes.remove(new RuleId("MAN-009"));
    assertThat(outcomes.remove(new RuleId("MAN-001"))).isInstanceOf(Outcome.Failed.class);
    assertThat(outcomes.values())
        .allSatisfy(o -> assertThat(o).isInstanceOf(Outcome.Undecided.class));
  }

  private static Map<RuleId, Outcome> run(Project project) {
    return BuiltinManifestChecks.suite().run(project, Budget.of(Limits.DEFAULT, System::nanoTime));
  }
}
