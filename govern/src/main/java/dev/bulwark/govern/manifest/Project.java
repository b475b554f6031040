package dev.bulwark.govern.manifest;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Subject;
import dev.bulwark.kernel.system.AiSystem;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// A folder with its manifest: what the manifest checks look at.
///
/// @param manifest the manifest's bytes by name
public record Project(Subject manifest, ManifestReading reading, ProjectFiles files) {

  /// Reads the manifest of a folder. One that is larger than a manifest may be is named, not read.
  ///
  /// @throws ManifestFault when there is no manifest, or it cannot be read
  public static Project open(ProjectFolder folder, ManifestReader reader) {
    ProjectFiles.Seen seen = folder.files().get(ManifestReader.FILE);
    if (seen == null) {
      throw missing(folder);
    }
    Place place = Place.of(ManifestReader.FILE);
    if (seen.size() > ManifestReader.MAX_SIZE.bytes()) {
      return new Project(named(folder), ManifestReader.tooLarge(place, seen.size()), folder);
    }
    Bytes bytes = folder.head(ManifestReader.FILE, (int) ManifestReader.MAX_SIZE.bytes() + 1);
    return new Project(
        new Subject(ManifestReader.FILE, Digest.of(bytes)),
        reader.parse(place, bytes, folder),
        folder);
  }

  private static ManifestFault missing(ProjectFolder folder) {
    String found =
        folder.gaps().stream()
            .filter(gap -> gap.path().equals(ManifestReader.FILE) || gap.path().isEmpty())
            .findFirst()
            .map(ProjectFiles.Gap::why)
            .orElse("none");
    return new ManifestFault(
        ManifestFault.NO_MANIFEST,
        "expected a file bulwark.yaml in the folder, found: " + found + "; run: bulwark init");
  }

  private static Subject named(ProjectFolder folder) {
    return switch (folder
        .read(new TreeSet<>(Set.of(ManifestReader.FILE)))
        .get(ManifestReader.FILE)) {
      case ProjectFiles.Content.Named(Subject subject) -> subject;
      case ProjectFiles.Content.Unreadable(String why) ->
          throw new ManifestFault(
              ManifestFault.NO_MANIFEST, "expected a readable bulwark.yaml, found: " + why);
      case null -> throw new IllegalStateException("bulwark.yaml was not read");
    };
  }

  /// The files that look like models and that no element of the system is in.
  static SortedMap<String, ProjectFiles.Seen> undeclared(AiSystem system, ProjectFiles files) {
    SortedMap<String, ProjectFiles.Seen> rest = new TreeMap<>();
    files
        .files()
        .forEach(
            (path, seen) -> {
              if (ModelSniffer.looksLikeModel(path, seen)) {
                rest.put(path, seen);
              }
            });
    system
        .elements()
        .forEach(element -> element.artifacts().forEach(file -> rest.remove(file.name())));
    return rest;
  }
}
