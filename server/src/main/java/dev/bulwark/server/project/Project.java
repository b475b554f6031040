package dev.bulwark.server.project;

import dev.bulwark.project.workspace.Home;
import java.nio.file.Path;
import java.time.Instant;

/// A system this server looks after.
///
/// @param id the manifest's
/// @param folder its own, with its keys in `.bulwark`
/// @param within the folder below it that holds its files; empty for the folder itself
/// @param home where its evidence is
public record Project(
    String id, String title, Path folder, String within, Home home, String addedBy, Instant added) {

  /// With its evidence and its files in its folder.
  public Project(String id, String title, Path folder, String addedBy, Instant added) {
    this(id, title, folder, "", Home.of(folder), addedBy, added);
  }

  /// Where its manifest and everything that one names lie.
  public Path files() {
    return folder.resolve(within);
  }
}
