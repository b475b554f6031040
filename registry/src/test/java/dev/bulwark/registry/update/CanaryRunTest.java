package dev.bulwark.registry.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.registry.RegistryFault;
import dev.bulwark.registry.Retention;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.Watch;
import dev.bulwark.registry.event.RegistryEvent.Verified.Result;
import dev.bulwark.registry.release.Erasing;
import dev.bulwark.registry.release.Registrar;
import dev.bulwark.registry.seal.Progress;
import dev.bulwark.registry.state.Deployment;
import dev.bulwark.registry.state.Environment;
import dev.bulwark.registry.state.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs under terms that give a version a share of production's nodes first.
class CanaryRunTest {
  private static final int SHARE = 10;

  @TempDir private Path folder = Path.of(".");

  /// Release 1.0 runs everywhere, 1.1 for a share of production.
  private Vendor withCanary() {
    Vendor vendor = new Vendor(folder);
    vendor.follow(
        draft -> {
          draft.watch = new Watch.File("word.json");
          draft.share = SHARE;
        });
    vendor.says(_ -> new Word.Said(Result.GOOD, "fine"));
    vendor.release("1.0", Vendor.FIRST);
    vendor.pass();
    vendor.wait(Duration.ofMinutes(31));
    assertThat(vendor.pass())
        .as("nothing runs there that it could run beside")
        .containsExactly(new Did.Moved(Vendor.ONE, "production", 1));
    assertThat(vendor.environment("production").hasCanary()).isFalse();
    vendor.release("1.1", Vendor.SECOND);
    vendor.pass();
    vendor.wait(Duration.ofMinutes(31));
    assertThat(vendor.pass()).containsExactly(new Did.Moved(Vendor.TWO, "production", 2));
    Environment production = vendor.environment("production");
    assertThat(production.current().map(Deployment::share)).contains(SHARE);
    assertThat(production.versions()).containsExactly(Vendor.ONE, Vendor.TWO);
    assertThat(vendor.environment("staging").hasCanary()).isFalse();
    return vendor;
  }

  @Test
  void aCanaryThatSoakedWellGoesToAllNodes() {
    Vendor vendor = withCanary();
    assertThat(vendor.pass().toString())
        .contains("scorer@2 to all nodes of production", "it soaks in production");
    vendor.wait(Duration.ofMinutes(31));
    assertThat(vendor.pass()).containsExactly(new Did.Moved(Vendor.TWO, "production", 3));
    Environment production = vendor.environment("production");
    assertThat(production.hasCanary()).isFalse();
    assertThat(production.versions()).containsExactly(Vendor.TWO);
    assertThat(vendor.state().discounted()).isEmpty();
    assertThat(vendor.pass()).isEmpty();
  }

  @Test
  void aCanaryOfWhichNobodyKnowsHowItDoesWaits() {
    Vendor vendor = withCanary();
    vendor.says(_ -> new Word.Unknown("silence"));
    vendor.wait(Duration.ofMinutes(31));
    assertThat(vendor.pass().toString()).contains("nobody knows how it does in production");
    assertThat(vendor.environment("production").hasCanary()).isTrue();
  }

  @Test
  void aWatchThatFailsTakesTheCanaryBack() {
    Vendor vendor = withCanary();
    vendor.says(where -> new Word.Said(where.equals("production") ? Result.BAD : Result.GOOD, "!"));
    assertThat(vendor.pass()).anySatisfy(did -> assertThat(did).isInstanceOf(Did.Returned.class));
    Environment production = vendor.environment("production");
    assertThat(production.hasCanary()).isFalse();
    assertThat(production.versions()).containsExactly(Vendor.ONE);
    assertThat(production.blocked()).containsOnlyKeys(Vendor.TWO);
    assertThat(vendor.state().discounted()).isEmpty();
  }

  /// The next version comes when the canary ended one way or the other.
  @Test
  void aNewerReleaseWaitsForTheCanary() {
    Vendor vendor = withCanary();
    vendor.release("1.2", "model 3");
    vendor.pass();
    vendor.wait(Duration.ofMinutes(31));
    assertThat(vendor.pass()).contains(new Did.Moved(Vendor.TWO, "production", 3));
    assertThat(vendor.pass())
        .containsExactly(new Did.Moved(new VersionId("scorer", 3), "production", 4));
    assertThat(vendor.environment("production").versions())
        .containsExactly(Vendor.TWO, new VersionId("scorer", 3));
  }

  /// Its bytes and its sealed keys lie there until its nodes are done with it.
  @Test
  void aSweepLeavesTheCanaryAndWhatRunsBesideIt() {
    Vendor vendor = withCanary();
    vendor.memory.run(
        log -> new Registrar(vendor.book(log)).retain(new Retention("", 0, 1), Vendor.OLA));
    List<String> sealed = vendor.blobs.names("grants");
    vendor.wait(Duration.ofDays(9));
    vendor.erasing(
        erasing -> {
          Erasing.Swept swept = erasing.sweep(false, Progress.SILENT);
          assertThat(swept.erased()).isEmpty();
          assertThat(swept.taken()).isEmpty();
          assertThat(swept.grants()).isEmpty();
          for (VersionId id : List.of(Vendor.ONE, Vendor.TWO)) {
            assertThatThrownBy(() -> erasing.erase(id, Vendor.OLA, "somebody asked for it"))
                .isInstanceOf(RegistryFault.class)
                .hasMessageContaining("on record, with the controls [MDL-01]");
          }
        });
    assertThat(vendor.blobs.names("grants")).isEqualTo(sealed);
    assertThat(vendor.environment("production").versions()).containsExactly(Vendor.ONE, Vendor.TWO);
    assertThat(vendor.state().version(Vendor.ONE).state()).isEqualTo(Version.State.READY);
  }
}
