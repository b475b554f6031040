package dev.bulwark.server.project;

import dev.bulwark.cli.workspace.Home;
import java.nio.file.Path;
import java.time.Instant;

/// A system this server looks after.
///
/// @param id the manifest's
/// @param folder the project, with its keys in `.bulwark`
/// @param home where its evidence is
public record Project(
    String id, String title, Path folder, Home home, String addedBy, Instant added) {

  /// With its evidence in its folder.
  public Project(String id, String title, Path folder, String addedBy, Instant added) {
    this(id, title, folder, Home.of(folder), addedBy, added);
  }
}
