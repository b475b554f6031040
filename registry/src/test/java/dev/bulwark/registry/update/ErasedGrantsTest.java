package dev.bulwark.registry.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.registry.seal.Progress;
import dev.bulwark.registry.state.Version;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys of versions that were sealed to environments do not outlive the versions.
class ErasedGrantsTest {

  @TempDir Path folder;

  private Vendor running() {
    Vendor vendor = new Vendor(folder).follow();
    vendor.release("1.0", Vendor.FIRST);
    vendor.pass();
    assertThat(vendor.environment("staging").current()).isPresent();
    assertThat(vendor.blobs.names("grants")).hasSize(1);
    return vendor;
  }

  @Test
  void anErasureDestroysWhatWasSealedToAnEnvironment() {
    Vendor vendor = running();
    vendor.suspend("staging");
    vendor.erasing(erasing -> erasing.erase(Vendor.ONE, Vendor.OLA, "somebody asked for it"));
    assertThat(vendor.blobs.names("grants")).isEmpty();
  }

  /// The process dies between the sealed key and the event that names it.
  private Vendor died() {
    Vendor vendor = new Vendor(folder).follow();
    vendor.release("1.0", Vendor.FIRST);
    int step = 1;
    while (vendor.blobs.names("grants").isEmpty()) {
      vendor.steps.dieAt(step++);
      assertThatThrownBy(vendor::pass).isInstanceOf(Steps.Crash.class);
    }
    vendor.steps.live();
    assertThat(vendor.environment("staging").current()).isEmpty();
    return vendor;
  }

  @Test
  void aKeySealedWithoutItsEventIsGoneWithItsVersion() {
    Vendor vendor = died();
    vendor.erasing(erasing -> erasing.erase(Vendor.ONE, Vendor.OLA, "somebody asked for it"));
    assertThat(vendor.state().version(Vendor.ONE).state()).isEqualTo(Version.State.ERASED);
    assertThat(vendor.blobs.names("grants")).isEmpty();
  }

  @Test
  void aSweepDestroysAKeySealedWithoutItsEventAndNoOther() {
    Vendor vendor = died();
    vendor.erasing(
        erasing -> {
          assertThat(erasing.sweep(true, Progress.SILENT).grants()).hasSize(1);
          assertThat(vendor.blobs.names("grants")).hasSize(1);
          assertThat(erasing.sweep(false, Progress.SILENT).grants()).hasSize(1);
          assertThat(vendor.blobs.names("grants")).isEmpty();
        });
    vendor.pass();
    assertThat(vendor.environment("staging").current()).isPresent();
    vendor.erasing(
        erasing -> {
          assertThat(erasing.sweep(false, Progress.SILENT).grants()).isEmpty();
          assertThat(vendor.blobs.names("grants")).hasSize(1);
        });
  }
}
