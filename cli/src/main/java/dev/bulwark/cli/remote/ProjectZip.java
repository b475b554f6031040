package dev.bulwark.cli.remote;

import dev.bulwark.cli.terminal.Progress;
import dev.bulwark.govern.manifest.ManifestReader;
import dev.bulwark.govern.manifest.ProjectFiles;
import dev.bulwark.govern.manifest.ProjectFolder;
import dev.bulwark.kernel.check.Limits;
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
/// no version control.
///
/// @param leftOut what could not be packed, with the reason
public record ProjectZip(int files, List<ProjectFiles.Gap> leftOut) {

  /// @param zip a file that is not there yet
  /// @throws RemoteFault `server-failed` when a file cannot be read or there is no room
  public static ProjectZip pack(Path project, Path zip, Progress progress, LongSupplier nanoTime) {
    ProjectFolder folder = ProjectFolder.walk(project, Limits.DEFAULT, nanoTime);
    if (!folder.files().containsKey(ManifestReader.FILE)) {
      throw new RemoteFault(
          RemoteFault.REFUSED,
          "expected a file bulwark.yaml in %s, found none; run: bulwark init".formatted(project));
    }
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
}
