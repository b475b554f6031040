package dev.bulwark.server.console;

import dev.bulwark.evidence.Evidence;
import dev.bulwark.project.report.Report;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.project.Standing;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/// A system's ledger, entry by entry, newest first.
@Controller
public final class LedgerPages {
  private static final int A_PAGE = 50;

  private final Pages pages;
  private final Callers callers;
  private final Projects projects;
  private final ProjectDesk desk;

  public LedgerPages(Pages pages, Callers callers, Projects projects, ProjectDesk desk) {
    this.pages = pages;
    this.callers = callers;
    this.projects = projects;
    this.desk = desk;
  }

  /// @param older whether there are more
  public record Entries(
      Project project, Report.LedgerLine ledger, List<Report.EvidenceLine> lines, boolean older) {
    public Entries {
      lines = List.copyOf(lines);
    }

    /// Where the next page begins.
    public long next() {
      return lines.isEmpty() ? 0 : lines.getLast().index();
    }
  }

  /// @param text the statement, as it was signed, in lines
  public record Entry(Project project, Report.EvidenceLine line, Evidence evidence, String text) {}

  @GetMapping("/systems/{system}/ledger")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> entries(
      @PathVariable String system,
      @RequestParam(defaultValue = "9223372036854775807") long before,
      HttpServletRequest request) {
    Standing standing = standing(system);
    List<Report.EvidenceLine> all =
        standing.report().evidence().reversed().stream()
            .filter(line -> line.index() < before)
            .toList();
    return pages.page(
        "ledger",
        new Entries(
            standing.project(),
            standing.report().ledger(),
            all.subList(0, Math.min(A_PAGE, all.size())),
            all.size() > A_PAGE),
        pages.frame(
            callers.of(request), request, "Ledger of " + standing.report().system().title()));
  }

  @GetMapping("/systems/{system}/ledger/{index}")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> entry(
      @PathVariable String system, @PathVariable long index, HttpServletRequest request) {
    Standing standing = standing(system);
    Report.EvidenceLine line =
        standing.report().evidence().stream()
            .filter(each -> each.index() == index)
            .findFirst()
            .orElseThrow(LedgerPages::none);
    Evidence evidence =
        desk.evidence(standing.project()).stream()
            .filter(each -> each.index() == index)
            .findFirst()
            .orElseThrow(LedgerPages::none);
    return pages.page(
        "entry",
        new Entry(standing.project(), line, evidence, PrettyJson.of(evidence.statement().json())),
        pages.frame(callers.of(request), request, "Entry " + index));
  }

  private Standing standing(String system) {
    return desk.standing(projects.require(system));
  }

  private static ServerFault none() {
    return new ServerFault(
        ServerFault.NOT_THERE,
        "expected the number of an entry that can be read, found none; it may have been erased");
  }
}
