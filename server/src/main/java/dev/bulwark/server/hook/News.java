package dev.bulwark.server.hook;

import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.server.project.Project;
import dev.bulwark.server.project.ProjectDesk;
import dev.bulwark.server.project.Projects;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// What happened to each system, read again when its ledger grew.
public final class News {
  private final Projects projects;
  private final ProjectDesk desk;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  private record Known(Digest root, Said said) {}

  /// @param last the index of the newest entry that was read; -1 for none
  /// @param happenings in the ledger's order
  record Said(long last, List<Happening> happenings) {
    Said {
      happenings = List.copyOf(happenings);
    }
  }

  public News(Projects projects, ProjectDesk desk) {
    this.projects = projects;
    this.desk = desk;
  }

  /// @return empty for a system that is gone, or has no ledger yet
  Optional<Said> of(String system) {
    return projects.find(system).filter(ProjectDesk::hasEvidence).map(this::said);
  }

  private Said said(Project project) {
    Digest root = desk.root(project);
    Known before = known.get(project.id());
    if (before != null && before.root().equals(root)) {
      return before.said();
    }
    ProjectDesk.Told told = desk.told(project);
    Said said = new Said(told.size() - 1, Happenings.of(told.evidence()));
    known.put(project.id(), new Known(told.root(), said));
    return said;
  }

  /// The newest entry of a system's ledger; -1 for none.
  public long last(String system) {
    return of(system).map(Said::last).orElse(-1L);
  }
}
