package dev.bulwark.registry.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bulwark.evidence.EvidenceFixture;
import dev.bulwark.evidence.LogInMemory;
import dev.bulwark.evidence.RosterEvent;
import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.fault.Fault;
import dev.bulwark.registry.AssetKind;
import dev.bulwark.registry.seal.KeystoreKey;
import dev.bulwark.registry.seal.SealedStore;
import dev.bulwark.testkit.MemoryObjectStore;
import java.io.IOException;
import java.nio.channels.Channels;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class IntakeTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final SigningKey REX = EvidenceFixture.key("rex");

  private final LogInMemory memory = LogInMemory.begun();
  private final MemoryObjectStore medium = new MemoryObjectStore();

  private static Incoming.File file(String name) {
    Bytes content = Bytes.utf8("content");
    return new Incoming.File(name, content.size(), () -> Channels.newChannel(content.stream()));
  }

  private void refused(List<Incoming.File> files) {
    memory.run(
        log -> {
          LogInMemory.event(
              log, LogInMemory.enrol(RosterEvent.Holder.person("rex"), "rex", memory.now));
          LogInMemory.event(log, new RosterEvent.Granted("rex", "registrar", memory.now));
          SealedStore store =
              new SealedStore(
                  medium, List.of(KeystoreKey.generate(RANDOM)), RANDOM, ByteSize.ofMib(1));
          Intake intake =
              new Intake(
                  log, LogInMemory.JUDGE, store, (_, _) -> List.of(), () -> memory.now, RANDOM);
          assertThatThrownBy(
                  () ->
                      intake.push(
                          new Incoming(
                              "scorer",
                              AssetKind.MODEL,
                              Optional.empty(),
                              files,
                              Set.of(),
                              List.of(),
                              Optional.empty()),
                          REX,
                          _ -> {}))
              .isInstanceOf(Fault.class);
        });
    assertThat(medium.names()).as("what was sealed is taken away").isEmpty();
  }

  @Test
  void namesThatMeanOneFileLeaveNothing() {
    refused(List.of(file("A"), file("a")));
  }

  @Test
  void aFileThatIsBroughtTwiceLeavesNothing() {
    refused(List.of(file("a"), file("a")));
  }

  @Test
  void aFileThatCannotBeReadLeavesNothing() {
    refused(
        List.of(
            file("a"),
            new Incoming.File(
                "b",
                7,
                () -> {
                  throw new IOException("gone");
                })));
  }
}
