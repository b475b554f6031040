package dev.bulwark.project.remote;

import dev.bulwark.govern.manifest.ManifestReader;
import dev.bulwark.govern.manifest.ProjectFiles;
import dev.bulwark.govern.manifest.ProjectFolder;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.project.terminal.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A project's files packed to be sent: those a check would walk over, and so no evidence, no keys,
/// no version control. A server cannot miss what is not sent, so a project with files nobody could
/// look at is not packed at all.
///
/// @param leftOut what is not packed and need not be, with the reason: links that lead out or
///   nowhere
public record ProjectZip(int files, List<ProjectFiles.Gap> leftOut) {

  /// @param zip a file that is not there yet
  /// @throws RemoteFault `server-refused` when a check here would not be whole; `server-failed`
  ///   when a file cannot be read or there is no room
  public static ProjectZip pack(Path project, Path zip, Progress progress, LongSupplier nanoTime) {
    ProjectFolder folder = ProjectFolder.walk(project, Limits.DEFAULT, nanoTime);
    if (!folder.files().containsKey(ManifestReader.FILE)) {
      throw new RemoteFault(
          RemoteFault.REFUSED,
          "expected a file bulwark.yaml in %s, found none; run: bulwark init".formatted(project));
    }
    requireWhole(folder.gaps());
    try (OutputStream out = Files.newOutputStream(zip);
        ZipOutputStream packed = new ZipOutputStream(out)) {
      packed.setLevel(Deflater.BEST_SPEED);
      for (String name : folder.files().keySet()) {
        progress.step("packing " + name);
        packed.putNextEntry(new ZipEntry(name));
        Files.copy(project.resolve(name), packed);
        packed.closeEntry();
      }
    } catch (IOException e) {
      throw new RemoteFault(
          RemoteFault.FAILED,
          "expected to pack the files of %s, found: %s".formatted(project, e.getMessage()),
          e);
    }
    return new ProjectZip(folder.files().size(), folder.gaps());
  }

  private static void requireWhole(List<ProjectFiles.Gap> gaps) {
    for (ProjectFiles.Gap gap : gaps) {
      boolean hides =
          switch (gap.kind()) {
            case UNREADABLE, OVER_LIMIT, BAD_NAME -> true;
            case LEAVES_PROJECT, BROKEN_LINK, NO_FILE -> false;
          };
      if (hides) {
        throw new RemoteFault(
            RemoteFault.REFUSED,
            "expected files that can all be sent, found %s: %s; make it readable, move it away or rename it"
                .formatted(gap.path().isEmpty() ? "the folder" : gap.path(), gap.why()));
      }
    }
  }
}
