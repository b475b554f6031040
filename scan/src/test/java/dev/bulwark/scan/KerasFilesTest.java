package dev.bulwark.scan;

import static dev.bulwark.scan.Scans.scan;
import static dev.bulwark.scan.Scans.verdict;
import static dev.bulwark.scan.hdf5.Hdf5Files.file;
import static dev.bulwark.scan.keras.KerasJson.archive;
import static dev.bulwark.scan.keras.KerasJson.calling;
import static dev.bulwark.scan.keras.KerasJson.clean;
import static dev.bulwark.scan.keras.KerasJson.lambda;
import static dev.bulwark.scan.keras.KerasJson.model;
import static dev.bulwark.scan.keras.KerasJson.utf8;
import static dev.bulwark.scan.torch.RawTorch.evilPickle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.scan.npy.RawNpy;
import dev.bulwark.testkit.RawZip;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole Keras and HDF5 files, through every reader.
class KerasFilesTest {
  private static List<String> failed(CheckRun run) {
    return run.outcomes().entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Outcome.Failed)
        .map(entry -> entry.getKey().value())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keras-earliest.h5",
        "keras-latest.h5",
        "large-latest.h5",
        "dense-latest.h5",
        "chunked.h5",
        "chunked-latest.h5",
        "cycle.h5"
      })
  void cleanFilesAreClean(String name) {
    assertThat(scan(name, file(name)).findings()).isEmpty();
    assertThat(verdict(name, file(name))).isEqualTo(Verdict.CLEAN);
  }

  @Test
  void aCleanArchiveIsClean() {
    assertThat(verdict("m.keras", archive(clean()).build())).isEqualTo(Verdict.CLEAN);
    assertThat(scan("m.keras", archive(clean()).build()).details().texts("formats"))
        .containsExactly("hdf5", "json", "keras");
    assertThat(verdict("model.json", utf8(clean()))).isEqualTo(Verdict.CLEAN);
  }

  static Stream<byte[]> malicious() {
    byte[] evil = utf8(model(calling("os", "system")));
    return Stream.of(
        file("lambda.h5"),
        file("opaque.h5"),
        evil,
        archive(model(lambda())).build(),
        archive(model(calling("keras.utils", "get_file"))).build(),
        archive(clean()).stored("config.json", evil).build(),
        archive(new String(evil, java.nio.charset.StandardCharsets.UTF_8))
            .stored("config.json", utf8(clean()))
            .build(),
        archive(clean()).stored("model.weights.npz", objects()).build(),
        archive(clean()).stored("assets/a.h5", file("lambda.h5")).build(),
        new RawZip().deflated("model.h5", file("lambda.h5")).build());
  }

  /// An npz whose array is a pickle.
  private static byte[] objects() {
    return new RawZip().stored("weights.npy", RawNpy.objects(evilPickle())).build();
  }

  @ParameterizedTest
  @MethodSource("malicious")
  void harmIsFoundWhereverItIs(byte[] bytes) {
    assertThat(verdict("model.bin", bytes)).isEqualTo(Verdict.MALICIOUS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "external-earliest.h5",
        "external-latest.h5",
        "virtual.h5",
        "huge.h5",
        "userblock.h5",
        "plugin.h5",
        "pytables.h5"
      })
  void whatLeadsALoaderAstrayIsSuspicious(String name) {
    assertThat(verdict(name, file(name))).isGreaterThanOrEqualTo(Verdict.SUSPICIOUS);
  }

  @Test
  void aFindingNamesTheAttributeItIsIn() {
    assertThat(scan("m.h5", file("lambda.h5")).findings())
        .extracting(Finding::place)
        .anySatisfy(place -> assertThat(place.toString()).startsWith("m.h5!/@model_config.json:"));
  }

  @Test
  void aCutFileIsMalformedAndItsHarmStillCounts() {
    byte[] whole = file("keras-earliest.h5");
    assertThat(verdict("m.h5", Arrays.copyOf(whole, whole.length - 8)))
        .isEqualTo(Verdict.MALFORMED);
    byte[] evil = file("lambda.h5");
    assertThat(verdict("m.h5", Arrays.copyOf(evil, evil.length - 8))).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void aRenamedFileFailsByItsName() {
    assertThat(failed(scan("m.safetensors", file("keras-earliest.h5")))).containsExactly("FMT-002");
    assertThat(failed(scan("m.txt", archive(clean()).build()))).containsExactly("FMT-002");
  }

  @Test
  void anArchiveThatUnpacksToTooMuchHasNotPassed() {
    byte[] bomb = archive(clean()).deflated("assets/zeros.bin", new byte[80 << 20]).build();
    assertThat(verdict("m.keras", bomb)).isGreaterThanOrEqualTo(Verdict.INCOMPLETE);
  }
}
