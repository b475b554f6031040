package dev.bulwark.server.memo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.server.memo.Answers.Answer;
import dev.bulwark.server.memo.Answers.Claim;
import dev.bulwark.server.memo.Answers.Known;
import dev.bulwark.server.sql.Database;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A key is of whoever took it last, for as long as they are at work.
final class AnswersTest {
  private static final Answer ANSWER = new Answer(200, "application/json", "{}");

  @TempDir private Path folder;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private Database database;
  private Answers answers;

  @BeforeEach
  void open() {
    database = Database.open("jdbc:sqlite:" + folder.resolve("x.db"));
    answers = new Answers(database, now::get, new SecureRandom());
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void later(int minutes) {
    now.updateAndGet(was -> was.plus(Duration.ofMinutes(minutes)));
  }

  private Known take() {
    return answers.take("ada", "key", "request");
  }

  private Claim taken() {
    return ((Known.Taken) take()).claim();
  }

  @Test
  void workThatIsTouchedKeepsItsKey() {
    Claim claim = taken();
    for (int i = 0; i < 5; i++) {
      later(9);
      answers.touch(claim);
    }
    later(9);
    assertThat(take()).isInstanceOf(Known.AtWork.class);
    answers.keep(claim, ANSWER);
    assertThat(take()).isEqualTo(new Known.Answered(ANSWER));
  }

  @Test
  void whoLostAKeyNeitherReleasesNorAnswersIt() {
    Claim lost = taken();
    later(11);
    Claim second = taken();
    answers.release(lost);
    assertThat(take()).isInstanceOf(Known.AtWork.class);
    answers.keep(lost, new Answer(500, "text/plain", "late"));
    assertThat(take()).isInstanceOf(Known.AtWork.class);
    answers.keep(second, ANSWER);
    answers.release(second);
    assertThat(take()).isEqualTo(new Known.Answered(ANSWER));
  }

  @Test
  void aReleasedKeyIsFree() {
    answers.release(taken());
    assertThat(take()).isInstanceOf(Known.Taken.class);
  }
}
