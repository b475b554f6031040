package dev.bulwark.server.console;

import dev.bulwark.control.policy.Control;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.server.access.Access;
import dev.bulwark.server.access.Action;
import dev.bulwark.server.access.Needs;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.Projects;
import dev.bulwark.server.web.Callers;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/// Every control, what it asks, and the frameworks it answers.
@Controller
public final class CataloguePages {
  private final Pages pages;
  private final Callers callers;

  private final Projects projects;

  public CataloguePages(Pages pages, Callers callers, Projects projects) {
    this.pages = pages;
    this.callers = callers;
    this.projects = projects;
  }

  /// @param frameworks how many controls answer each
  /// @param systems those the caller may read
  public record Catalogue(
      String version,
      List<Control> controls,
      SortedMap<String, Integer> frameworks,
      List<Project> systems) {
    public Catalogue {
      controls = List.copyOf(controls);
      systems = List.copyOf(systems);
    }
  }

  @GetMapping("/catalogue")
  @Needs(Action.READ_CATALOGUE)
  ResponseEntity<byte[]> catalogue(HttpServletRequest request) {
    Policy policy = Policy.builtin();
    SortedMap<String, Integer> frameworks = new TreeMap<>();
    policy
        .catalogue()
        .controls()
        .forEach(
            control ->
                control
                    .frameworks()
                    .keySet()
                    .forEach(name -> frameworks.merge(name, 1, Integer::sum)));
    return pages.page(
        "catalogue",
        new Catalogue(
            policy.catalogue().version(),
            policy.catalogue().controls(),
            frameworks,
            projects.all().stream()
                .filter(
                    project ->
                        Access.decide(
                                callers.of(request), Action.READ_SYSTEM, Optional.of(project.id()))
                            == Access.Answer.YES)
                .toList()),
        pages.frame(callers.of(request), request, "Catalogue"));
  }
}
