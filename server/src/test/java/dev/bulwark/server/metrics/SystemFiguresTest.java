package dev.bulwark.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.project.Shell;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.sql.Database;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A ledger that is gone does not read as well.
final class SystemFiguresTest {
  private static final PrintStream NOWHERE = new PrintStream(PrintStream.nullOutputStream());
  private static final Shell SHELL =
      new Shell(new Terminal(NOWHERE, NOWHERE, false, false), Instant::now, System::nanoTime);

  @TempDir private Path folder;

  @Test
  void aLedgerThatIsGoneIsNotReadable() throws IOException {
    try (Database database = Database.open("jdbc:sqlite:" + folder.resolve("x.db"))) {
      Projects projects = new Projects(database, Instant::now, folder.resolve("systems"));
      ProjectDesk desk = new ProjectDesk(SHELL);
      Project project = projects.addExample("credit-scoring", "root", desk::check);
      SystemFigures figures = new SystemFigures(projects, desk, Instant::now);
      assertThat(text(figures)).contains("bulwark_ledger_readable{system=\"credit-scoring\"} 1");
      Files.move(project.folder().resolve(".bulwark/ledger"), folder.resolve("gone"));
      assertThat(text(figures)).contains("bulwark_ledger_readable{system=\"credit-scoring\"} 0");
    }
  }

  private static String text(SystemFigures figures) {
    Exposition page = new Exposition();
    figures.tell(page);
    return page.render();
  }
}
