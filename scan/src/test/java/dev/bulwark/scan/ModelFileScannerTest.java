package dev.bulwark.scan;

import static dev.bulwark.scan.Scans.CLEAN;
import static dev.bulwark.scan.Scans.DIRTY;
import static dev.bulwark.scan.Scans.SCANNER;
import static dev.bulwark.scan.Scans.failed;
import static dev.bulwark.scan.Scans.outcome;
import static dev.bulwark.scan.Scans.scan;
import static dev.bulwark.scan.Scans.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.kernel.check.RuleId;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.testkit.RawZip;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a scan says of a file: every rule, and undecided where it could not look.
class ModelFileScannerTest {
  @Test
  void aCleanFilePassesEveryRuleThatConcernsIt() {
    CheckRun run = scan("model.safetensors", CLEAN);
    assertThat(run.verdict()).isEqualTo(CheckRun.Verdict.PASSED);
    assertThat(Verdict.of(run)).isEqualTo(Verdict.CLEAN);
    assertThat(outcome(run, "SFT-001")).isInstanceOf(Outcome.Passed.class);
    assertThat(outcome(run, "ZIP-001")).isInstanceOf(Outcome.NotApplicable.class);
  }

  @Test
  void theRunIsAboutTheFilesDigestAndAnswersEveryRule() {
    CheckRun run = scan("model.safetensors", CLEAN);
    assertThat(run.suite()).isEqualTo("model-file-scan");
    assertThat(run.subjects().getFirst().digest()).isEqualTo(Digest.of(Bytes.of(CLEAN)));
    assertThat(run.outcomes().keySet())
        .containsExactlyElementsOf(SCANNER.rules().stream().map(Rule::id).toList());
  }

  @Test
  void aFileNobodyKnowsHasNotPassed() {
    for (byte[] unknown : List.of(new byte[100], new byte[0])) {
      CheckRun run = scan("model.bin", unknown);
      assertThat(run.verdict()).isEqualTo(CheckRun.Verdict.UNDECIDED);
      assertThat(outcome(run, "FMT-001"))
          .isInstanceOfSatisfying(
              Outcome.Undecided.class,
              open -> assertThat(open.reason()).isEqualTo(Outcome.Reason.UNSUPPORTED));
    }
  }

  @Test
  void textUnderTheNameOfAModelIsToldAndTextUnderItsOwnIsNot() {
    byte[] text = "just some words".getBytes(StandardCharsets.UTF_8);
    assertThat(verdict("model.bin", text)).isEqualTo(Verdict.NOTICE);
    assertThat(verdict("README.md", text)).isEqualTo(Verdict.CLEAN);
    assertThat(verdict("__init__.py", new byte[0])).isEqualTo(Verdict.NOTICE);
  }

  @Test
  void aPayloadInTextIsNotExplainedAwayByItsBeingText() {
    byte[] pickle = "cos\nsystem\n(S'id'\ntR.".getBytes(StandardCharsets.UTF_8);
    assertThat(verdict("README.md", pickle)).isEqualTo(Verdict.MALICIOUS);
    byte[] broken = "cos\nsystem\n(S'id'\ntR# and on".getBytes(StandardCharsets.UTF_8);
    assertThat(verdict("README.md", broken)).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void somethingUnknownInsideAnArchiveHasNotPassed() {
    byte[] zip = new RawZip().stored("a.safetensors", CLEAN).stored("b", new byte[9]).build();
    assertThat(verdict("a.zip", zip)).isEqualTo(Verdict.INCOMPLETE);
  }

  @Test
  void whatIsInsideCountsLikeTheFileItself() {
    byte[] inner = new RawZip().deflated("model.safetensors", DIRTY).build();
    byte[] outer = new RawZip().stored("clean.safetensors", CLEAN).deflated("b.zip", inner).build();
    CheckRun run = scan("a.zip", outer);
    assertThat(failed(run)).containsExactly("SFT-004");
    assertThat(run.findings().getFirst().place().toString())
        .startsWith("a.zip!/b.zip!/model.safetensors@0x");
  }

  @Test
  void aMalformedFileIsUndecidedInEveryRuleOfItsFormat() {
    CheckRun run = scan("m.safetensors", Arrays.copyOf(CLEAN, 50));
    assertThat(Verdict.of(run)).isEqualTo(Verdict.MALFORMED);
    assertThat(outcome(run, "SFT-003")).isInstanceOf(Outcome.Undecided.class);
  }

  @Test
  void theContentDecidesAndAHarmlessNameIsEvidenceAgainstIt() {
    byte[] zip = new RawZip().stored("a.safetensors", CLEAN).build();
    assertThat(failed(scan("model.safetensors", zip))).containsExactly("FMT-002");
    assertThat(failed(scan("README.txt", zip))).containsExactly("FMT-002");
    assertThat(verdict("model.bak", zip)).isEqualTo(Verdict.CLEAN);
    assertThat(verdict("MODEL.ZIP", zip)).isEqualTo(Verdict.CLEAN);
    assertThat(verdict("model.zip", CLEAN)).isEqualTo(Verdict.NOTICE);
  }

  @Test
  void aFileThatIsTwoThingsIsReadAsBothAndFails() {
    byte[] zip =
        new RawZip().stored("x.safetensors", DIRTY).with(raw -> raw.prefix = CLEAN).build();
    assertThat(failed(scan("model.safetensors", zip)))
        .contains("FMT-003", "SFT-004", "ZIP-001", "ZIP-004");
  }

  @Test
  void nestingBeyondTheBoundIsUndecided() {
    byte[] matryoshka = new RawZip().stored("clean.safetensors", CLEAN).build();
    for (int i = 0; i < 20; i++) {
      matryoshka = new RawZip().stored("next.zip", matryoshka).build();
    }
    assertThat(verdict("a.zip", matryoshka)).isEqualTo(Verdict.INCOMPLETE);
  }

  @Test
  void aBombEndsSoonAndHasNotPassed() {
    byte[] bomb = new RawZip().deflated("zeros", new byte[100 << 20]).build();
    RawZip many = new RawZip();
    for (int i = 0; i < 200; i++) {
      many.stored("bomb-" + i + ".zip", bomb);
    }
    byte[] nest = new RawZip().deflated("many.zip", many.build()).build();
    long start = cpu();
    assertThat(verdict("a.zip", nest)).isEqualTo(Verdict.INCOMPLETE);
    assertThat(Duration.ofNanos(cpu() - start)).isLessThan(Duration.ofSeconds(20));
  }

  /// Looking a small file up costs more than looking at it.
  @Test
  void onlyWhatIsLargeIsRemembered(@TempDir Path folder) throws IOException {
    List<String> kept = new ArrayList<>();
    RunMemory memory =
        new RunMemory() {
          @Override
          public Optional<CheckRun> recall(Key key) {
            return Optional.empty();
          }

          @Override
          public void keep(Key key, CheckRun run) {
            kept.add(key.name());
          }
        };
    ModelFileScanner scanner =
        new ModelFileScanner("test", Limits.DEFAULT, System::nanoTime, memory);
    int least = (int) ModelFileScanner.LEAST_REMEMBERED;
    for (int size : new int[] {10, least - 1, least, 2 * least}) {
      Path file = Files.writeString(folder.resolve(size + ".txt"), "a".repeat(size));
      scanner.scan(folder, file);
    }
    assertThat(kept).containsExactly(least + ".txt", 2 * least + ".txt");
  }

  @Test
  void noTimeLeftIsUndecided() {
    long[] clock = {0};
    ModelFileScanner late =
        new ModelFileScanner("test", Limits.DEFAULT, () -> clock[0] += 1_000_000_000_000L);
    Digest digest = Digest.of(Bytes.of(CLEAN));
    CheckRun run = late.scan(Source.of(Place.of("m.safetensors"), CLEAN), digest);
    assertThat(run.verdict()).isEqualTo(CheckRun.Verdict.UNDECIDED);
  }

  @Test
  void manyFindingsOfOneRuleAreCountedAndTheWorstIsKept() {
    RawZip zip = new RawZip();
    for (int i = 0; i < 300; i++) {
      zip.stored(i + ".safetensors", DIRTY);
    }
    CheckRun run = scan("a.zip", zip.build());
    assertThat(outcome(run, "SFT-004").findings()).hasSize(201);
    assertThat(outcome(run, "SFT-004").findings())
        .extracting(Finding::message)
        .contains("100 further findings are not listed.");
  }

  /// This thread's own time: a busy machine is no hang.
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  @Test
  void anEncryptedMemberIsUndecided() {
    byte[] zip =
        new RawZip()
            .stored(
                "secret",
                CLEAN,
                part -> {
                  part.localFlags = part.flags = 1;
                  part.crc = part.localCrc = 7;
                })
            .stored("open.safetensors", CLEAN)
            .build();
    CheckRun run = scan("a.zip", zip);
    assertThat(failed(run)).isEmpty();
    assertThat(Verdict.of(run)).isEqualTo(Verdict.INCOMPLETE);
    assertThat(outcome(run, "ZIP-008"))
        .isInstanceOfSatisfying(
            Outcome.Undecided.class,
            open -> assertThat(open.reason()).isEqualTo(Outcome.Reason.UNSUPPORTED));
  }

  @Test
  void aReaderThatFailsIsToldAsBrokenAndIsNoPass() {
    FormatReader<String> failing =
        new FormatReader<>() {
          @Override
          public String format() {
            return "failing";
          }

          @Override
          public Reading<String> read(Source source, Budget budget) {
            throw new IllegalStateException("secret content");
          }
        };
    Check<String> check =
        new Check<>() {
          @Override
          public Rule rule() {
            return new Rule(
                new RuleId("TST-001"), "t", "w", "f", Severity.HIGH, Rule.References.NONE);
          }

          @Override
          public Outcome examine(String target, Budget budget) {
            return Outcome.passed();
          }
        };
    List<Format<?>> formats = new ArrayList<>(BuiltinFormats.all());
    formats.add(Format.of(failing, List.of(check)));
    CheckRun run =
        new ModelFileScanner("test", Limits.DEFAULT, System::nanoTime, RunMemory.NONE, formats)
            .scan(Source.of(Place.of("m.safetensors"), CLEAN));
    assertThat(run.verdict()).isEqualTo(CheckRun.Verdict.UNDECIDED);
    assertThat(outcome(run, "TST-001").toString())
        .contains("BROKEN", "IllegalStateException")
        .doesNotContain("secret");
  }

  @Test
  void rulesAreDocumentedAndTheirDigestIsStable() {
    Set<String> titles = new HashSet<>();
    for (Rule rule : SCANNER.rules()) {
      assertThat(titles.add(rule.title())).isTrue();
      assertThat(rule.why()).endsWith(".");
      assertThat(rule.fix()).endsWith(".");
      assertThat(rule.references().cwe()).isNotEmpty();
    }
    assertThat(SCANNER.rulesDigest())
        .isEqualTo(new ModelFileScanner("other", Limits.DEFAULT, System::nanoTime).rulesDigest());
  }

  @Test
  void theSameFileGivesTheSameRun() {
    byte[] zip = new RawZip().stored("b", DIRTY).stored("a", DIRTY).deflated("a", CLEAN).build();
    assertThat(scan("a.zip", zip)).isEqualTo(scan("a.zip", zip));
  }

  @Test
  void detailsAccountForEveryByte() {
    byte[] zip = new RawZip().stored("a", DIRTY).with(raw -> raw.trailer = new byte[11]).build();
    assertThat(scan("a.zip", zip).details().canonical())
        .isEqualTo(
            "{\"bytes\":%d,\"formats\":[\"safetensors\",\"zip\"],\"sources\":2,\"unaccountedBytes\":18}"
                .formatted(zip.length));
  }
}
