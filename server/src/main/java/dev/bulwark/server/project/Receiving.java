package dev.bulwark.server.project;

import dev.bulwark.govern.facts.FactTable;
import dev.bulwark.govern.manifest.ManifestFault;
import dev.bulwark.govern.manifest.ManifestProblem;
import dev.bulwark.govern.manifest.ManifestReader;
import dev.bulwark.govern.manifest.ManifestReading;
import dev.bulwark.govern.manifest.ProjectFolder;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.system.AiSystem;
import dev.bulwark.project.Shell;
import dev.bulwark.project.report.Report;
import dev.bulwark.server.ServerFault;
import java.io.InputStream;
import java.util.List;

/// Takes in the files of systems that people and their builds send.
///
/// New files count from the moment the list names their folder; what they are worth is what this
/// server's own checks then say.
public final class Receiving {
  private static final int MOST_PROBLEMS = 20;

  private final Projects projects;
  private final ProjectDesk desk;
  private final Spool spool;
  private final Shell shell;
  private final ManifestReader manifests = new ManifestReader(FactTable.builtin());

  public Receiving(Projects projects, ProjectDesk desk, Spool spool, Shell shell) {
    this.projects = projects;
    this.desk = desk;
    this.spool = spool;
    this.shell = shell;
  }

  /// A system that was not here before.
  ///
  /// @param by who adds it
  /// @throws ServerFault `input-invalid`, `already-there`, `too-large`, `storage-failed`
  public Project add(InputStream zip, String by) {
    return add(spool.unpack(zip), by);
  }

  /// The same of a zip that lies here.
  public Project add(Sent zip, String by) {
    return add(spool.unpack(zip), by);
  }

  private Project add(Spool.Unpacked unpacked, String by) {
    try (Spool.Unpacked parcel = unpacked) {
      AiSystem system = described(parcel);
      return projects.addFiles(
          system.id(),
          system.title(),
          parcel.folder(),
          Projects.FILES + spool.newName(),
          by,
          desk::check);
    }
  }

  /// New files of a system, and the report of the check over them.
  ///
  /// @throws ServerFault as {@link #add}; also `input-invalid` when the manifest is another
  ///   system's
  public Report replace(Project project, InputStream zip) {
    return replace(project, spool.unpack(zip));
  }

  /// The same of a zip that lies here.
  public Report replace(Project project, Sent zip) {
    return replace(project, spool.unpack(zip));
  }

  private Report replace(Project project, Spool.Unpacked unpacked) {
    try (Spool.Unpacked parcel = unpacked) {
      AiSystem system = described(parcel);
      if (!system.id().equals(project.id())) {
        throw new ServerFault(
            ServerFault.INVALID,
            "expected the manifest of %s, found the one of %s; its id says which system it is"
                .formatted(project.id(), system.id()));
      }
      String within = Projects.FILES + spool.newName();
      Project now =
          desk.alone(
              project,
              () -> projects.replaceFiles(project.id(), system.title(), parcel.folder(), within));
      return desk.check(now);
    }
  }

  private AiSystem described(Spool.Unpacked parcel) {
    ProjectFolder files = ProjectFolder.walk(parcel.folder(), Limits.DEFAULT, shell.nanoTime());
    try {
      return switch (dev.bulwark.govern.manifest.Project.open(files, manifests).reading()) {
        case ManifestReading.Valid(AiSystem system, var _) -> system;
        case ManifestReading.Invalid(List<ManifestProblem> problems, boolean _) ->
            throw new ServerFault(ServerFault.INVALID, told(problems));
      };
    } catch (ManifestFault e) {
      throw new ServerFault(
          ServerFault.INVALID, "expected a bulwark.yaml that can be read, found none", e);
    }
  }

  private static String told(List<ManifestProblem> problems) {
    StringBuilder text =
        new StringBuilder("expected a bulwark.yaml without problems, found " + problems.size());
    problems.stream()
        .limit(MOST_PROBLEMS)
        .forEach(problem -> text.append('\n').append(problem.sentence()));
    if (problems.size() > MOST_PROBLEMS) {
      text.append("\n… and ").append(problems.size() - MOST_PROBLEMS).append(" more");
    }
    return text.toString();
  }
}
