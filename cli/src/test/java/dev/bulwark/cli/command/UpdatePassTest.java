package dev.bulwark.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.Content;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.channel.ReleaseNumber;
import dev.bulwark.registry.event.Reference;
import dev.bulwark.registry.seal.KeyPlace;
import dev.bulwark.registry.state.Version;
import dev.bulwark.registry.update.Did;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpdatePassTest {

  private static Did took(Version.State state) {
    Digest digest = Digest.of(Bytes.EMPTY);
    return new Did.Took(
        new ReleaseNumber("1.0"),
        new Version(
            new VersionId("scorer", 1),
            AssetKind.MODEL,
            new Content(List.of(new Content.File("x.pkl", 0, digest))),
            "list",
            KeyPlace.ofVersion("scorer@1"),
            List.of(),
            "ola",
            Instant.EPOCH,
            state,
            "",
            Optional.empty(),
            new Reference(1, digest),
            Optional.empty()));
  }

  @Test
  void whatCameAndIsNotReadyWaits() {
    assertThat(UpdatePass.waits(took(Version.State.READY))).isFalse();
    assertThat(UpdatePass.waits(took(Version.State.FAILED))).isTrue();
    assertThat(UpdatePass.waits(took(Version.State.PENDING))).isTrue();
  }
}
