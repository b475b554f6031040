package dev.bulwark.registry.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderPublisherTest {
  @TempDir Path folder;

  private Publisher.Answer.Offers ask(String... names) throws IOException {
    for (String name : names) {
      Path release = Files.createDirectory(folder.resolve(name));
      Files.writeString(release.resolve(FolderPublisher.SIGNATURE), "signature");
    }
    return (Publisher.Answer.Offers) new FolderPublisher(folder, "scorer").ask();
  }

  @Test
  void aNameThatSteersATerminalIsTold() throws IOException {
    assertThat(ask("scorer-1\u001b[2J\u202e").strange())
        .containsExactly("scorer-1\\x1b[2J\\x202e is no folder scorer-NUMBER");
  }

  @Test
  void anotherAssetsReleasesArePassedOver() throws IOException {
    Publisher.Answer.Offers offers = ask("scorer-large-1.0", "scorer-", "scorer-1.0");
    assertThat(offers.strange()).isEqualTo(List.of());
    assertThat(offers.offers()).extracting(offer -> offer.number().toString()).hasSize(1);
  }
}
