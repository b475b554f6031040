package dev.bulwark.server.console;

import dev.bulwark.control.status.Scope;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.json.Json;
import dev.bulwark.server.ServerFault;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// The very documents people sign over, with the digest they sign.
@Controller
public final class DocumentPages {
  private final Pages pages;
  private final Callers callers;
  private final Projects projects;
  private final ProjectDesk desk;

  public DocumentPages(Pages pages, Callers callers, Projects projects, ProjectDesk desk) {
    this.pages = pages;
    this.callers = callers;
    this.projects = projects;
    this.desk = desk;
  }

  /// @param digest of the canonical form, computed for this page
  /// @param text the document in lines
  /// @param signed whether these are the bytes that are signed over: those of the last check
  public record Document(
      Project project, String name, Digest digest, String text, boolean signed) {}

  @GetMapping("/systems/{system}/documents/{name}")
  @Needs(Action.READ_SYSTEM)
  ResponseEntity<byte[]> document(
      @PathVariable String system, @PathVariable String name, HttpServletRequest request) {
    Project project = projects.require(system);
    Json.Obj document =
        desk.document(project, name)
            .orElseThrow(
                () ->
                    new ServerFault(
                        ServerFault.NOT_THERE,
                        "expected threat-model or risk-register, found another name"));
    Digest digest = Digest.of(document.canonicalBytes());
    boolean signed =
        desk.standing(project).assessment().described() instanceof Scope scope
            && scope.documents().stream()
                .anyMatch(each -> each.name().equals(name) && each.digest().equals(digest));
    return pages.page(
        "document",
        new Document(project, name, digest, PrettyJson.of(document), signed),
        pages.frame(callers.of(request), request, Words.kind(name)));
  }
}
