package dev.bulwark.scan;

import static dev.bulwark.scan.Scans.scan;
import static dev.bulwark.scan.Scans.verdict;
import static dev.bulwark.scan.torch.RawTorch.evilPickle;
import static dev.bulwark.scan.torch.RawTorch.floats;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.scan.onnx.RawOnnx;
import dev.bulwark.scan.safetensors.RawSafetensors;
import dev.bulwark.scan.torch.RawTorch;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.RawZip;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole files of the formats people ship, clean and poisoned.
class ModelFormatsTest {
  private static final List<RawTorch.Storage> STORAGES = List.of(floats("0", 500), floats("1", 77));

  private static List<String> failed(CheckRun run) {
    return run.outcomes().entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Outcome.Failed)
        .map(entry -> entry.getKey().value())
        .toList();
  }

  static Stream<byte[]> clean() {
    return Stream.of(
        RawTorch.archive(STORAGES).build(),
        RawSafetensors.floats(20),
        RawOnnx.linear(),
        new RawZip().deflated("m.onnx", RawOnnx.linear()).build());
  }

  @ParameterizedTest
  @MethodSource("clean")
  void cleanFilesAreClean(byte[] file) {
    CheckRun run = scan("model", file);
    assertThat(run.findings()).isEmpty();
    assertThat(Verdict.of(run)).isEqualTo(Verdict.CLEAN);
    assertThat(run.details().canonical()).contains("\"unaccountedBytes\":0");
  }

  @Test
  void aPyTorchFileAnswersForItsArchiveAndItsPickle() {
    CheckRun run = scan("model.pt", RawTorch.archive(STORAGES).build());
    assertThat(run.details().texts("formats")).containsExactly("pickle", "pytorch");
    assertThat(run.outcomes().values().stream().filter(Outcome.Passed.class::isInstance))
        .hasSizeGreaterThan(20);
  }

  static Stream<byte[]> poisoned() {
    byte[] torch = RawTorch.archive(evilPickle(), STORAGES).build();
    return Stream.of(
        evilPickle(),
        torch,
        RawTorch.archive(STORAGES).stored("archive/extra", evilPickle()).build(),
        RawTorch.archive(STORAGES).deflated("archive/data/9", evilPickle()).build(),
        new RawZip().deflated("a.npy", torch).build(),
        new RawZip()
            .stored("archive/data.pkl", evilPickle())
            .stored("archive/data.pkl", RawTorch.statePickle(List.of()))
            .build(),
        new RawZip()
            .stored("archive/data.pkl", RawTorch.statePickle(List.of()))
            .stored("archive/data.pkl", evilPickle())
            .build(),
        RawTorch.archive(STORAGES)
            .stored("archive/data/x", evilPickle(), part -> part.listed = false)
            .build(),
        RawTorch.archive(STORAGES).with(zip -> zip.prefix = evilPickle()).build());
  }

  @ParameterizedTest
  @MethodSource("poisoned")
  void poisonIsFoundWhereverItIs(byte[] file) {
    CheckRun run = scan("model.safetensors", file);
    assertThat(Verdict.of(run)).isGreaterThanOrEqualTo(Verdict.SUSPICIOUS);
    assertThat(failed(run)).isNotEmpty();
  }

  @Test
  void aPoisonedPyTorchFileIsMaliciousAndSaysWhere() {
    CheckRun run = scan("model.pt", RawTorch.archive(evilPickle(), List.of()).build());
    assertThat(Verdict.of(run)).isEqualTo(Verdict.MALICIOUS);
    assertThat(run.findings())
        .extracting(Finding::place)
        .anySatisfy(
            place -> assertThat(place.toString()).startsWith("model.pt!/archive/data.pkl@0x"));
  }

  /// CVE-2026-24747: the pickle asks for more than the storage has.
  @Test
  void aStorageOfAnotherSizeFails() {
    RawTorch.Storage lying = new RawTorch.Storage("0", 4_000, new byte[16]);
    assertThat(failed(scan("m.pt", RawTorch.archive(List.of(lying)).build())))
        .containsExactly("TOR-001");
  }

  @Test
  void torchScriptThatOnlyComputesIsNoted() {
    byte[] script =
        RawTorch.archive(STORAGES).stored("archive/code/__torch__.py", new byte[] {'x'}).build();
    assertThat(verdict("m.pt", script)).isEqualTo(Verdict.NOTICE);
  }

  @Test
  void aRenamedPickleFailsByItsName() {
    byte[] pickle = RawTorch.statePickle(List.of());
    assertThat(verdict("m.pkl", pickle)).isEqualTo(Verdict.CLEAN);
    for (String name : List.of("m.safetensors", "m.onnx", "m.json", "notes.txt", "M.SAFETENSORS")) {
      assertThat(failed(scan(name, pickle))).containsExactly("FMT-002");
    }
    assertThat(verdict("m.npy", pickle)).isEqualTo(Verdict.NOTICE);
  }

  @Test
  void randomWeightsRaiseNoAlarm() {
    ForAll.cases(
        40,
        random -> {
          byte[] weights = new byte[40_000];
          random.nextBytes(weights);
          RawTorch.Storage storage = new RawTorch.Storage("0", 10_000, weights);
          assertThat(verdict("m.pt", RawTorch.archive(List.of(storage)).build()))
              .isEqualTo(Verdict.CLEAN);
          byte[] tensors =
              RawSafetensors.of(
                  "{" + RawSafetensors.tensor("a", "U8", "[40000]", 0, 40_000) + "}", 40_000);
          System.arraycopy(weights, 0, tensors, tensors.length - 40_000, 40_000);
          assertThat(verdict("m.safetensors", tensors)).isEqualTo(Verdict.CLEAN);
        });
  }

  @Test
  void nothingAddedLowersAVerdict() {
    List<byte[]> files = Stream.concat(clean(), poisoned()).toList();
    ForAll.cases(
        150,
        random -> {
          byte[] file = files.get(random.nextInt(files.size()));
          byte[] tail = new byte[1 + random.nextInt(5_000)];
          random.nextBytes(tail);
          byte[] longer = Arrays.copyOf(file, file.length + tail.length);
          System.arraycopy(tail, 0, longer, file.length, tail.length);
          assertThat(verdict("m", longer)).isGreaterThanOrEqualTo(verdict("m", file));
          assertThat(verdict("m", longer).fails()).isTrue();
        });
  }
}
