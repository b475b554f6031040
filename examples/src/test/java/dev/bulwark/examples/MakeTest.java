package dev.bulwark.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MakeTest {

  @Test
  void theFilesInTheRepositoryAreTheOnesThisCodeMakes() throws IOException {
    Map<String, byte[]> made = Make.files();
    assertThat(made).hasSize(6);
    for (Map.Entry<String, byte[]> file : made.entrySet()) {
      assertThat(Files.readAllBytes(Path.of(file.getKey())))
          .as(file.getKey())
          .isEqualTo(file.getValue());
    }
  }

  @Test
  void theScorerLearned() {
    Scorer scorer = Scorer.train(Applications.draw(7, 2_000));
    var unseen = Applications.draw(99, 2_000);
    long repaid = unseen.stream().filter(Applications.Application::repaid).count();
    double guessing = Math.max(repaid, unseen.size() - repaid) / (double) unseen.size();
    assertThat(scorer.accuracy(unseen)).isGreaterThan(guessing + 0.03);
  }
}
